import { lambdaError } from "../errors.ts";
import { type LayerPolicy, type LayerStatement, layerVersionArn, type LayerVersionRecord } from "./layer-record.ts";

/** The only action that a layer's policy can allow (AddLayerVersionPermission, AWS Lambda API reference). */
export const GET_LAYER_VERSION = "lambda:GetLayerVersion";

/** Largest resource-based policy (AWS Lambda quotas). */
const POLICY_BYTES_MAX = 20_480;

/** A statement as the service writes it, members in its order. */
export function statementDocument(record: LayerVersionRecord, statement: LayerStatement): object {
  const { sid, principal, organizationId } = statement;
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { AWS: rootArn(principal) },
    Action: GET_LAYER_VERSION,
    Resource: layerVersionArn(record, record.name, record.version),
    ...(organizationId === null ? {} : { Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } } }),
  };
}

export function policyDocument(record: LayerVersionRecord, { statements }: LayerPolicy): object {
  const Statement = statements.map((statement) => statementDocument(record, statement));
  return { Version: "2012-10-17", Id: "default", Statement };
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
  const bytes = Buffer.byteLength(JSON.stringify(policyDocument(record, policy)));
  if (bytes > POLICY_BYTES_MAX) throw lambdaError("policy-too-long", { bytes, limit: POLICY_BYTES_MAX });
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
  if (expected !== undefined && expected !== policy?.revisionId) throw lambdaError("stale-layer-policy");
}

/** An account id stands for the account's root. */
function rootArn(principal: string): string {
  return principal.startsWith("arn:") ? principal : `arn:aws:iam::${principal}:root`;
}
