import type { MessageAttributes } from "../publish/message-attributes.ts";

/**
 * The attributes of a message as an event: strings, numbers, and lists of what a `String.Array` holds. Binary attributes
 * are not seen by filter policies (Amazon SNS developer guide, "Filter policy constraints").
 */
export function attributeEvent(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  const event = new Map<string, unknown>();
  for (const [name, { dataType, stringValue }] of Object.entries(attributes)) {
    if (stringValue === undefined) continue;
    event.set(name, valueOf(dataType, stringValue));
  }
  return Object.fromEntries(event);
}

function valueOf(dataType: string, text: string): unknown {
  if (dataType === "Number" || dataType.startsWith("Number.")) return Number(text);
  if (dataType !== "String.Array") return text;
  const list: unknown = JSON.parse(text);
  return list;
}
