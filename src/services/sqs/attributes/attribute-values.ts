import type { Queue, QueueRecord } from "../queues/queue.ts";
import { ATTRIBUTE_RULES } from "./attribute-rules.ts";

type Attributes = Readonly<Record<string, string>>;

/** What a new queue has, where its maker said nothing else. */
export function newAttributes(given: Attributes, fifo: boolean): Attributes {
  const initial = Object.entries(ATTRIBUTE_RULES)
    .filter(([, rule]) => rule.initial !== undefined && (fifo || rule.fifoOnly !== true))
    .map(([name, rule]) => [name, rule.initial ?? ""] as const);
  return changedAttributes(Object.fromEntries(initial), given);
}

/** The attributes after a change; empty values take away. One kind of encryption ends the other. */
export function changedAttributes(attributes: Attributes, given: Attributes): Attributes {
  const merged: Record<string, string> = { ...attributes, ...given };
  if ((given["KmsMasterKeyId"] ?? "") !== "" && given["SqsManagedSseEnabled"] === undefined)
    merged["SqsManagedSseEnabled"] = "false";
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}

/** The first attribute in which an existing queue is not what its maker asks for. */
export function differingAttribute({ record }: Queue, given: Attributes): string | undefined {
  return Object.entries(given).find(([name, value]) => !sameValue(record.attributes[name], value))?.[0];
}

function sameValue(present: string | undefined, wanted: string): boolean {
  if (present === wanted || (present === undefined && wanted === "")) return true;
  if (present === undefined || !wanted.trimStart().startsWith("{")) return false;
  try {
    return JSON.stringify(JSON.parse(present)) === JSON.stringify(JSON.parse(wanted));
  } catch {
    // What cannot be compared as JSON is compared as text, which differed.
    return false;
  }
}

/** What the service answers for what can be set; the period of a key is told when there is a key. */
export function settableAttributes({ attributes }: QueueRecord): Attributes {
  if (attributes["KmsMasterKeyId"] === undefined) {
    const { KmsDataKeyReusePeriodSeconds: _period, ...others } = attributes;
    return others;
  }
  return { ...attributes, KmsDataKeyReusePeriodSeconds: attributes["KmsDataKeyReusePeriodSeconds"] ?? "300" };
}
