import type { SqsModel } from "../../../wire/index.ts";
import { sqsError } from "../sqs-error.ts";

/** A message attribute as it is kept: type, then a text or base64. */
export type KeptAttribute = readonly [type: string, kind: "s" | "b", value: string];
export type KeptAttributes = Readonly<Record<string, KeptAttribute>>;

type Given = Readonly<Record<string, SqsModel.MessageAttributeValue>>;

const COUNT_MAX = 10;
const NAME = /^(?!(?:aws|amazon)\.)(?!\.)(?!.*\.\.)(?!.*\.$)[\w.-]{1,256}$/i;
const TYPE = /^(String|Number|Binary)(\.[^\0]{1,249})?$/;
const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;

/** Checks the attributes of a message (SQS developer guide, message attributes). Throws `InvalidParameterValue`. */
export function keptAttributes(given: Given | undefined): KeptAttributes {
  const entries = Object.entries(given ?? {});
  if (entries.length > COUNT_MAX) throw sqsError("attribute-count", { count: entries.length });
  return Object.fromEntries(entries.map(([name, value]) => [name, kept(name, value)]));
}

function kept(name: string, attribute: SqsModel.MessageAttributeValue): KeptAttribute {
  const { DataType: type, StringValue: text, BinaryValue: bytes } = attribute;
  if (!NAME.test(name)) throw sqsError("attribute-name", { name });
  const [, base] = TYPE.exec(type ?? "") ?? [];
  if (base === undefined) throw sqsError("attribute-type", { name });
  if ((attribute.StringListValues ?? []).length > 0 || (attribute.BinaryListValues ?? []).length > 0)
    throw sqsError("attribute-lists");
  if (base === "Binary") {
    if (bytes === undefined || bytes.length === 0) throw sqsError("attribute-empty", { name, type });
    return [type, "b", Buffer.from(bytes).toString("base64")];
  }
  if (text === undefined || text === "") throw sqsError("attribute-empty", { name, type });
  if (base === "Number" && !NUMBER.test(text)) throw sqsError("attribute-number", { name });
  return [type, "s", text];
}

/** The one attribute that senders may give for the service itself. Throws `InvalidParameterValue`. */
export function keptTraceHeader(
  given: Readonly<Record<string, SqsModel.MessageSystemAttributeValue>> | undefined,
): string | undefined {
  const entries = Object.entries(given ?? {});
  const other = entries.find(([name]) => name !== "AWSTraceHeader")?.[0];
  if (other !== undefined) throw sqsError("system-attribute", { name: other });
  const [value] = entries.map(([, attribute]) => attribute);
  if (value === undefined) return undefined;
  if (value.DataType !== "String") throw sqsError("attribute-type", { name: "AWSTraceHeader" });
  if (value.StringValue === undefined || value.StringValue === "")
    throw sqsError("attribute-empty", { name: "AWSTraceHeader", type: "String" });
  return value.StringValue;
}

/** What attributes count towards the size of a message: names, types and values. */
export function attributeBytes(attributes: KeptAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, [type, kind, value]]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(type) +
      Buffer.byteLength(value, kind === "b" ? "base64" : "utf8"),
    0,
  );
}

/** As the service answers them. */
export function attributeValue([type, kind, value]: KeptAttribute): SqsModel.MessageAttributeValue {
  return kind === "s"
    ? { StringValue: value, DataType: type }
    : { BinaryValue: Buffer.from(value, "base64"), DataType: type };
}
