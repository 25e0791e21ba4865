import { invalidValue, sqsError } from "../sqs-error.ts";
import { jsonObject } from "./policy-text.ts";

/** Statements of the policies that AddPermission makes (SQS API reference, AddPermission). */
export interface Permission {
  readonly label: string;
  readonly accountIds: readonly string[];
  readonly actions: readonly string[];
}

const ACTIONS = new Set([
  "*",
  "SendMessage",
  "ReceiveMessage",
  "DeleteMessage",
  "ChangeMessageVisibility",
  "GetQueueAttributes",
  "GetQueueUrl",
]);
const ACTIONS_MAX = 7;

/** Throws `InvalidParameterValue` or `OverLimit`. */
export function checkPermission({ label, accountIds, actions }: Permission): void {
  if (!/^[\w-]{1,80}$/.test(label))
    throw invalidValue(
      "Label",
      label,
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  for (const accountId of accountIds)
    if (!/^\d{12}$/.test(accountId)) throw invalidValue("PrincipalId", accountId, "Unable to verify.");
  if (actions.length > ACTIONS_MAX) throw sqsError("over-actions", { count: actions.length });
  for (const action of actions)
    if (!ACTIONS.has(action))
      throw invalidValue(
        "ActionName",
        `SQS:${action}`,
        "Please refer to the appropriate WSDL for a list of valid actions.",
      );
}

/** The policy with one more statement. Throws `InvalidParameterValue` when the label is taken. */
export function withPermission(policy: string | undefined, queueArn: string, permission: Permission): string {
  const { label, accountIds, actions } = permission;
  const present = policy === undefined ? undefined : jsonObject(policy);
  const statements = statementsOf(present);
  if (statements.some((statement) => sidOf(statement) === label)) throw invalidValue("Label", label, "Already exists.");
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: oneOrAll(accountIds.map((accountId) => `arn:aws:iam::${accountId}:root`)) },
    Action: oneOrAll(actions.map((action) => `SQS:${action}`)),
    Resource: queueArn,
  };
  const base = present ?? { Version: "2008-10-17", Id: `${queueArn}/SQSDefaultPolicy` };
  return JSON.stringify({ ...base, Statement: [...statements, statement] });
}

/** The policy without a statement, empty when it was the last. Throws `InvalidParameterValue` when there is none of the label. */
export function withoutPermission(policy: string | undefined, label: string): string {
  const present = policy === undefined ? undefined : jsonObject(policy);
  const statements = statementsOf(present);
  const left = statements.filter((statement) => sidOf(statement) !== label);
  if (left.length === statements.length) throw invalidValue("Label", label, "can't find label.");
  return left.length === 0 ? "" : JSON.stringify({ ...present, Statement: left });
}

function statementsOf(policy: Readonly<Record<string, unknown>> | undefined): readonly unknown[] {
  const statements = policy?.["Statement"];
  if (statements === undefined) return [];
  return Array.isArray(statements) ? (statements as readonly unknown[]) : [statements];
}

function sidOf(statement: unknown): unknown {
  return typeof statement === "object" && statement !== null ? Reflect.get(statement, "Sid") : undefined;
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
