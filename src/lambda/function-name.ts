import { functionArn, type Scope } from "../base/index.ts";
import type { OperationContext } from "../wire/index.ts";
import { lambdaError } from "./errors.ts";

/** A function as a request names it. */
export interface FunctionReference {
  readonly name: string;
  /** From the name or the parameter; undefined when neither has one. */
  readonly qualifier: string | undefined;
}

/** Pattern of the service, as its messages quote it (AWS Lambda API, FunctionName). */
const PATTERN =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
const PARTS =
  /^(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?(?:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

/** The dot is allowed where a name is only looked up; no function has one. */
const BARE = /^[a-zA-Z0-9-_.]+$/;

export const LATEST = "$LATEST";

/**
 * Takes a name, partial ARN or full ARN, each with or without qualifier, apart. Throws when it points to another
 * region (404) or account (403), or when its qualifier differs from the parameter (400).
 *
 * @param action the permission that the operation needs, e.g. `lambda:GetFunction`
 */
export function resolveFunctionName(
  text: string,
  qualifierParameter: string | undefined,
  context: Pick<OperationContext, "scope" | "caller">,
  action: string,
): FunctionReference {
  // The common case, on the path of every invocation: a plain name.
  if (BARE.test(text)) return { name: text, qualifier: qualifierParameter };
  const parts = PARTS.exec(text)?.groups;
  const name = parts?.["name"];
  if (parts === undefined || name === undefined) throw lambdaError("malformed-name", { name: text, pattern: PATTERN });
  const qualifier = parts["qualifier"];
  refuseForeignScope({ region: parts["region"], accountId: parts["account"] }, name, qualifier, context, action);
  if (qualifier !== undefined && qualifierParameter !== undefined && qualifier !== qualifierParameter)
    throw lambdaError("qualifier-mismatch");
  return { name, qualifier: qualifier ?? qualifierParameter };
}

function refuseForeignScope(
  named: { readonly region: string | undefined; readonly accountId: string | undefined },
  name: string,
  qualifier: string | undefined,
  { scope, caller }: Pick<OperationContext, "scope" | "caller">,
  action: string,
): void {
  const region = named.region ?? scope.region;
  const accountId = named.accountId ?? scope.accountId;
  if (accountId !== scope.accountId) {
    const arn = functionArn({ accountId, region }, name, qualifier);
    throw lambdaError("other-account", { caller: caller.arn, action, arn });
  }
  if (region !== scope.region) throw lambdaError("other-region", { region, ownRegion: scope.region });
}

/** Name, version, region and account of a full function ARN, or undefined when it is not one. */
export function parseFunctionArn(arn: string): (FunctionReference & { readonly scope: Scope }) | undefined {
  const match = /^arn:aws[a-zA-Z-]*:lambda:([^:]+):(\d{12}):function:([a-zA-Z0-9-_]+)(?::(.+))?$/.exec(arn);
  const [, region, accountId, name, qualifier] = match ?? [];
  if (region === undefined || accountId === undefined || name === undefined) return undefined;
  return { scope: { region, accountId }, name, qualifier };
}
