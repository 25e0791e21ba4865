import { eventsError } from "./errors.ts";

/** Bytes of a bus's policy (EventBridge API reference, PutPermission). */
const POLICY_BYTES_MAX = 10_240;

const VERSION = "2012-10-17";

interface Policy {
  readonly Version: unknown;
  readonly Statement: readonly unknown[];
}

/** Replaces a bus's whole policy. Throws `ValidationException` when it is no JSON object with statements. */
export function checkedPolicy(bus: string, text: string): string {
  return written(bus, read(text));
}

/** Adds a statement, in place of one with the same id. */
export function withStatement(bus: string, policy: string | null, statement: { readonly Sid: string }): string {
  const { Version, Statement } = policy === null ? { Version: VERSION, Statement: [] } : read(policy);
  return written(bus, { Version, Statement: [...Statement.filter((one) => sidOf(one) !== statement.Sid), statement] });
}

/** The policy without a statement; null when that was the last. Throws `ResourceNotFoundException`. */
export function withoutStatement(bus: string, policy: string | null, sid: string): string | null {
  if (policy === null) throw eventsError("no-policy");
  const { Version, Statement } = read(policy);
  const rest = Statement.filter((one) => sidOf(one) !== sid);
  if (rest.length === Statement.length) throw eventsError("no-statement");
  return rest.length === 0 ? null : written(bus, { Version, Statement: rest });
}

function read(text: string): Policy {
  const policy = parsed(text);
  if (typeof policy !== "object" || policy === null || !("Statement" in policy)) throw eventsError("bad-policy");
  const { Statement } = policy;
  const list: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return { Version: "Version" in policy ? policy.Version : VERSION, Statement: list };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw eventsError("bad-policy", undefined, error);
  }
}

function written(bus: string, policy: Policy): string {
  const text = JSON.stringify(policy);
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX) throw eventsError("policy-too-long", { bus });
  return text;
}

function sidOf(statement: unknown): unknown {
  return typeof statement === "object" && statement !== null && "Sid" in statement ? statement.Sid : undefined;
}
