import type { TopicName } from "../arn.ts";
import { topicArn } from "../arn.ts";
import { snsError } from "../errors.ts";

/** What a policy of a topic may allow. */
const ACTIONS = [
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
];
const MORE_ACTIONS = [
  "Receive",
  "ListTagsForResource",
  "TagResource",
  "UntagResource",
  "GetDataProtectionPolicy",
  "PutDataProtectionPolicy",
];
const KNOWN = new Set([...ACTIONS, ...MORE_ACTIONS].map((action) => action.toLowerCase()));

interface Statement {
  readonly [member: string]: unknown;
}
interface Policy {
  readonly Statement: readonly Statement[];
  readonly [member: string]: unknown;
}

/** The policy of a topic that was given none: its account may do everything with it. */
export function defaultPolicy(topic: TopicName): string {
  const { accountId } = topic.scope;
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ACTIONS.map((action) => `SNS:${action}`),
        Resource: topicArn(topic.scope, topic.name),
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}

/** Why a policy is refused, in AWS's words; undefined when it is not. */
export function policyFault(text: string): string | undefined {
  const policy = parsePolicy(text);
  if (policy === undefined) return "Policy Error: null";
  return policy.Statement.every((statement) => actionsOf(statement).every(isKnown))
    ? undefined
    : "Policy statement action out of service scope!";
}

export interface NewStatement {
  readonly label: string;
  readonly accounts: readonly string[];
  readonly actions: readonly string[];
}

/** Adds a statement. Throws `InvalidParameterException`. */
export function withStatement(text: string, topic: TopicName, { label, accounts, actions }: NewStatement): string {
  const policy = readPolicy(text);
  if (policy.Statement.some(({ Sid }) => Sid === label)) throw snsError("statement-exists");
  if (!accounts.every((account) => /^\d{12}$/.test(account))) throw snsError("account-id");
  if (!actions.every((action) => action !== "*" && KNOWN.has(action.toLowerCase()))) throw snsError("statement-action");
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: oneOrAll(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrAll(actions.map((action) => `SNS:${action}`)),
    Resource: topicArn(topic.scope, topic.name),
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
}

/** Takes a statement away; one that is not there is no error. */
export function withoutStatement(text: string, label: string): string {
  const policy = readPolicy(text);
  return JSON.stringify({ ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== label) });
}

function readPolicy(text: string): Policy {
  return parsePolicy(text) ?? { Version: "2008-10-17", Statement: [] };
}

function parsePolicy(text: string): Policy | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { Statement: given } = value;
    const statements: readonly unknown[] = Array.isArray(given) ? given : [given];
    return statements.every(isObject) ? { ...value, Statement: statements } : undefined;
  } catch {
    // What is no JSON is no policy; the caller says so.
    return undefined;
  }
}

function actionsOf({ Action }: Statement): readonly unknown[] {
  if (Action === undefined) return [];
  return Array.isArray(Action) ? Action : [Action];
}

function isKnown(action: unknown): boolean {
  if (typeof action !== "string") return false;
  const [service, name = "", ...more] = action.toLowerCase().split(":");
  if (action === "*") return true;
  return service === "sns" && more.length === 0 && (name.includes("*") || KNOWN.has(name));
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  const [first, ...rest] = values;
  return first !== undefined && rest.length === 0 ? first : values;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
