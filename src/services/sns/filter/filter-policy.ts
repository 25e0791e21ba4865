import { compileEventPattern, EventPatternError } from "../../../base/index.ts";
import type { MessageAttributes } from "../publish/message-attributes.ts";
import { attributeEvent } from "./attribute-event.ts";
import { FilterPolicyError } from "./filter-policy-error.ts";
import type { FilterScope } from "./filter-scope.ts";
import { checkPolicyLimits } from "./policy-limits.ts";

type EventPattern = ReturnType<typeof compileEventPattern>;

/** What a subscription wants to get. */
export interface FilterPolicy {
  readonly scope: FilterScope;
  /** Whether it wants a message, of which it is given the view of its scope. */
  matches(view: unknown): boolean;
}

/** A message as filter policies see it; each view of it is made once, whatever the number of subscriptions. */
export interface FilteredMessage {
  readonly attributes: MessageAttributes;
  /** The message as the subscription's protocol gets it. */
  readonly body: string;
}

/**
 * Compiles a filter policy (Amazon SNS developer guide, "Subscription filter policies"). Its language is that of event
 * patterns, held against the message's attributes or against its body. Throws `FilterPolicyError`.
 */
export function compileFilterPolicy(text: string, scope: FilterScope): FilterPolicy {
  const pattern = compiled(text, scope);
  return { scope, matches: (view) => view !== undefined && matches(pattern, view) };
}

/** The policy among the attributes of a subscription; undefined when there is none, or one that asks for nothing. */
export function filterOf(attributes: Readonly<Record<string, string>>): FilterPolicy | undefined {
  const text = attributes["FilterPolicy"];
  if (text === undefined) return undefined;
  return compileFilterPolicy(text, filterScopeOf(attributes));
}

/** Messages are filtered by their attributes unless the subscription says otherwise. */
export function filterScopeOf(attributes: Readonly<Record<string, string>>): FilterScope {
  return attributes["FilterPolicyScope"] === "MessageBody" ? "MessageBody" : "MessageAttributes";
}

/** Whether a policy is one that asks for nothing, which is how a policy is taken away. */
export function isEmptyPolicy(text: string): boolean {
  return /^\s*(\{\s*\})?\s*$/.test(text);
}

/** The view of a message that policies of this scope are held against; undefined for a body that is no JSON object. */
export function filterView(scope: FilterScope, message: FilteredMessage): unknown {
  if (scope === "MessageAttributes") return attributeEvent(message.attributes);
  try {
    const body: unknown = JSON.parse(message.body);
    return typeof body === "object" && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    // Bodies need not be JSON; those that are not pass no policy on bodies.
    return undefined;
  }
}

function parsed(text: string): Record<string, unknown> {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    throw new FilterPolicyError(`failed to parse JSON.${reasonOf(text)}`, { cause: error });
  }
  if (typeof policy !== "object" || policy === null || Array.isArray(policy))
    throw new FilterPolicyError("Filter policy must be a JSON object");
  return policy as Record<string, unknown>;
}

/** What is wrong with the JSON, in the words of the reader of patterns. */
function reasonOf(text: string): string {
  try {
    compileEventPattern(text);
    return "";
  } catch (error) {
    if (error instanceof EventPatternError) return ` ${error.reason}`;
    throw error;
  }
}

function compiled(text: string, scope: FilterScope): EventPattern {
  try {
    checkPolicyLimits(parsed(text), scope);
    return compileEventPattern(text);
  } catch (error) {
    if (error instanceof EventPatternError) throw new FilterPolicyError(error.reason, { cause: error });
    if (isTooDeep(error)) throw new FilterPolicyError("Filter policy is too complex", { cause: error });
    throw error;
  }
}

function matches(pattern: EventPattern, view: unknown): boolean {
  try {
    return pattern.matches(view);
  } catch (error) {
    if (isTooDeep(error)) return false;
    throw error;
  }
}

/** Whether something was nested so deep that the stack did not suffice; no policy that is accepted reaches there. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError;
}
