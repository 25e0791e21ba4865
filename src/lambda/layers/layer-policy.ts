import { lambdaError } from "../errors.ts";
import { collectedPolicy, type PolicyDocument, type PolicyStatement } from "../policy/policy-document.ts";
import { checkPolicySize } from "../policy/policy-size.ts";
import { type LayerPolicy, type LayerStatement, layerVersionArn, type LayerVersionRecord } from "./layer-record.ts";

/** The only action that a layer's policy can allow (AddLayerVersionPermission, AWS Lambda API reference). */
export const GET_LAYER_VERSION = "lambda:GetLayerVersion";

/** A statement as the policy of the version has it. */
export function layerStatement(record: LayerVersionRecord, statement: LayerStatement): PolicyStatement {
  const { sid, principal, organizationId } = statement;
  return {
    sid,
    effect: "Allow",
    principals: { not: false, who: principal === "*" ? "*" : { AWS: rootArn(principal) } },
    actions: { not: false, patterns: GET_LAYER_VERSION },
    resources: { not: false, patterns: layerVersionArn(record, record.name, record.version) },
    conditions: organizationId === null ? null : { StringEquals: { "aws:PrincipalOrgID": organizationId } },
  };
}

export function layerPolicy(record: LayerVersionRecord, { statements }: LayerPolicy): PolicyDocument {
  return collectedPolicy(statements.map((statement) => layerStatement(record, statement)));
}

/** The version with one statement more. Throws `AwsError`: 409 for a name that is taken, 412 for a stale revision, 400 for a policy that grows too long. */
export function withStatement(
  record: LayerVersionRecord,
  statement: LayerStatement,
  expectedRevision: string | undefined,
  nextRevision: string,
): LayerVersionRecord & { readonly policy: LayerPolicy } {
  const statements = record.policy?.statements ?? [];
  if (statements.some(({ sid }) => sid === statement.sid))
    throw lambdaError("statement-exists", { sid: statement.sid });
  checkRevision(record, expectedRevision);
  const policy: LayerPolicy = { revisionId: nextRevision, statements: [...statements, statement] };
  checkPolicySize(layerPolicy(record, policy));
  return { ...record, policy };
}

/** The version with one statement less. Throws `AwsError`: 404 when there is none of that name, 412 for a stale revision. */
export function withoutStatement(
  record: LayerVersionRecord,
  sid: string,
  expectedRevision: string | undefined,
  nextRevision: string,
): LayerVersionRecord {
  if (record.policy === null) throw lambdaError("no-policy");
  const statements = record.policy.statements.filter((statement) => statement.sid !== sid);
  checkRevision(record, expectedRevision);
  if (statements.length === record.policy.statements.length) throw lambdaError("statement-not-found", { sid });
  return { ...record, policy: statements.length === 0 ? null : { revisionId: nextRevision, statements } };
}

/** Whether an account other than the owner's may use the version. Nobody's organization is known, so what is for one is refused. */
export function isAllowed({ policy }: LayerVersionRecord, accountId: string): boolean {
  return (policy?.statements ?? []).some(({ principal, organizationId }) => {
    if (organizationId !== null) return false;
    return principal === "*" || rootArn(principal) === rootArn(accountId);
  });
}

function checkRevision({ policy }: LayerVersionRecord, expected: string | undefined): void {
  if (expected !== undefined && expected !== policy?.revisionId)
    throw lambdaError("stale-revision", { operation: "GetLayerPolicy" });
}

/** An account id stands for the account's root. */
function rootArn(principal: string): string {
  return principal.startsWith("arn:") ? principal : `arn:aws:iam::${principal}:root`;
}
