import { isConditionOperator } from "./condition-operators.ts";
import { parsePrincipals } from "./parse-principals.ts";
import type {
  PolicyConditions,
  PolicyDocument,
  PolicyMatch,
  PolicyStatement,
  PolicyVersion,
} from "./policy-document.ts";
import { jsonOf, membersOf, policyFault, scalarsOf, stringsOf } from "./policy-json.ts";

const DOCUMENT_MEMBERS = ["Version", "Id", "Statement"];
const MATCHED = ["Principal", "Action", "Resource"];
const STATEMENT_MEMBERS = [...MATCHED, ...MATCHED.map((member) => `Not${member}`), "Sid", "Effect", "Condition"];
const ACTION = /^(?:\*|lambda:[a-zA-Z*?]+)$/;
const RESOURCE = /^(?:\*|arn:\S+)$/;

/** What a document means that does not say its version (AWS IAM user guide, "IAM JSON policy elements: Version"). */
const DEFAULT_VERSION = "2008-10-17";

/** Reads the text of a whole policy. Throws `AwsError` that says what is wrong with it, and where. */
export function parsePolicy(text: string): PolicyDocument {
  const { Version = DEFAULT_VERSION, Id = null, Statement } = membersOf(jsonOf(text), "the policy", DOCUMENT_MEMBERS);
  if (!isVersion(Version)) throw policyFault("Version must be 2012-10-17 or 2008-10-17");
  if (Id !== null && typeof Id !== "string") throw policyFault("Id must be a string");
  const list: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  if (Statement === undefined || list.length === 0) throw policyFault("Statement is missing");
  const statements = list.map((value, index) => statementOf(value, `Statement[${index}]`));
  refuseRepeatedSids(statements);
  return { version: Version, id: Id, statements };
}

function isVersion(value: unknown): value is PolicyVersion {
  return value === "2012-10-17" || value === "2008-10-17";
}

function refuseRepeatedSids(statements: readonly PolicyStatement[]): void {
  const sids = statements.flatMap(({ sid }) => (sid === null ? [] : [sid]));
  const repeated = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (repeated !== undefined) throw policyFault(`the statement id ${repeated} is not unique`);
}

function statementOf(value: unknown, where: string): PolicyStatement {
  const members = membersOf(value, where, STATEMENT_MEMBERS);
  const { Sid: sid = null, Effect: effect, Condition: condition } = members;
  if (sid !== null && typeof sid !== "string") throw policyFault(`${where}.Sid must be a string`);
  if (effect !== "Allow" && effect !== "Deny") throw policyFault(`${where}.Effect must be Allow or Deny`);
  const principal = chosen(members, "Principal", where);
  return {
    sid: sid === "" ? null : sid,
    effect,
    principals: { not: principal.not, who: parsePrincipals(principal.value, principal.where) },
    actions: matchOf(members, "Action", where, ACTION),
    resources: matchOf(members, "Resource", where, RESOURCE),
    conditions: condition === undefined ? null : conditionsOf(condition, `${where}.Condition`),
  };
}

function matchOf(members: Readonly<Record<string, unknown>>, member: string, at: string, pattern: RegExp): PolicyMatch {
  const { not, value, where } = chosen(members, member, at);
  const patterns = stringsOf(value, where);
  const wrong = [patterns].flat().find((each) => !pattern.test(each));
  if (wrong !== undefined) throw policyFault(`${where} cannot be '${wrong}' in the policy of a function`);
  return { not, patterns };
}

/** The member or its negation, of which a statement has exactly one. */
function chosen(
  members: Readonly<Record<string, unknown>>,
  member: string,
  at: string,
): { readonly not: boolean; readonly value: unknown; readonly where: string } {
  const negated = `Not${member}`;
  const not = members[negated] !== undefined;
  if (not === (members[member] !== undefined)) throw policyFault(`${at} must have either ${member} or ${negated}`);
  const name = not ? negated : member;
  return { not, value: members[name], where: `${at}.${name}` };
}

function conditionsOf(value: unknown, where: string): PolicyConditions {
  const operators = Object.entries(membersOf(value, where)).map(([operator, keys]) => {
    if (!isConditionOperator(operator)) throw policyFault(`${where} has the unknown operator ${operator}`);
    const at = `${where}.${operator}`;
    const tests = Object.entries(membersOf(keys, at)).map(
      ([key, values]) => [key, scalarsOf(values, `${at}.${key}`)] as const,
    );
    return [operator, Object.fromEntries(tests)] as const;
  });
  return Object.fromEntries(operators);
}
