import type { LambdaModel } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import type { PolicyConditions, PolicyStatement } from "./policy-document.ts";
import { principalsOf } from "./principal.ts";

type Permission = LambdaModel.AddPermissionRequest;

/** The statement that AddPermission makes of its input. Throws `AwsError` when the input contradicts itself. */
export function permissionStatement(input: Permission, resourceArn: string): PolicyStatement {
  const { Action: action } = input;
  if (input.FunctionUrlAuthType !== undefined && action !== "lambda:InvokeFunctionUrl")
    throw lambdaError("auth-type-on-other-action");
  if (input.InvokedViaFunctionUrl !== undefined && action !== "lambda:InvokeFunction")
    throw lambdaError("via-url-on-other-action");
  const principals = principalsOf(input.Principal);
  if (principals === undefined) throw lambdaError("invalid-principal");
  return {
    sid: input.StatementId,
    effect: "Allow",
    principals,
    actions: { not: false, patterns: action },
    resources: { not: false, patterns: resourceArn },
    conditions: permissionConditions(input),
  };
}

/** In the order, and with the casing, in which the service writes them. */
function permissionConditions(input: Permission): PolicyConditions | null {
  const viaUrl = input.InvokedViaFunctionUrl;
  const conditions = Object.entries({
    StringEquals: given({
      "AWS:SourceAccount": input.SourceAccount,
      "lambda:EventSourceToken": input.EventSourceToken,
      "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType,
      "aws:PrincipalOrgID": input.PrincipalOrgID,
    }),
    ArnLike: given({ "AWS:SourceArn": input.SourceArn }),
    Bool: given({ "lambda:InvokedViaFunctionUrl": viaUrl === undefined ? undefined : String(viaUrl) }),
  }).filter(([, keys]) => Object.keys(keys).length > 0);
  return conditions.length === 0 ? null : Object.fromEntries(conditions);
}

function given(keys: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}
