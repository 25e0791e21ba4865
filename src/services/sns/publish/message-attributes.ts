import type { MessageAttribute } from "../../../base/index.ts";
import type { SnsModel } from "../../../wire/index.ts";
import { snsError } from "../errors.ts";

/** Attributes of a message by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

type Given = Readonly<Record<string, SnsModel.MessageAttributeValue>> | undefined;

const NAME_LENGTH_MAX = 256;
const TYPE = /^(String|Number|Binary)(\.[^\s]+)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Checks and converts what a request carries. Throws `InvalidParameterValueException` (Amazon SNS message attributes). */
export function messageAttributes(given: Given): MessageAttributes {
  const attributes = new Map<string, MessageAttribute>();
  for (const [name, value] of Object.entries(given ?? {})) {
    checkName(name);
    attributes.set(name, attributeOf(name, value));
  }
  return Object.fromEntries(attributes);
}

/** The bytes of names, types and values, which count towards the size of a message. */
export function attributeBytes(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, { dataType, stringValue = "", binaryValue }] of Object.entries(attributes))
    bytes += Buffer.byteLength(name + dataType + stringValue) + (binaryValue?.length ?? 0);
  return bytes;
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > NAME_LENGTH_MAX) throw snsError("attribute-name-length");
  if (name.startsWith(".")) throw snsError("attribute-name-start");
  if (name.endsWith(".")) throw snsError("attribute-name-end");
  const odd = /[^\w.-]/u.exec(name)?.[0];
  if (odd !== undefined)
    throw snsError("attribute-name-character", { code: (odd.codePointAt(0) ?? 0).toString(16).toUpperCase() });
  if (name.includes("..")) throw snsError("attribute-name-dots");
}

function attributeOf(name: string, value: SnsModel.MessageAttributeValue): MessageAttribute {
  const { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue } = value;
  if (!TYPE.test(dataType)) throw snsError("attribute-type", { name });
  if (stringValue === undefined && binaryValue === undefined)
    throw snsError("attribute-empty", { name, type: dataType });
  if (dataType.startsWith("Binary")) {
    if (binaryValue === undefined) throw snsError("attribute-field", { name, type: dataType, field: "Binary" });
    if (binaryValue.length === 0) throw snsError("attribute-empty", { name, type: dataType });
    return { dataType, binaryValue };
  }
  if (stringValue === undefined) throw snsError("attribute-field", { name, type: dataType, field: "String" });
  if (stringValue === "") throw snsError("attribute-empty", { name, type: dataType });
  if (dataType.startsWith("Number") && !NUMBER.test(stringValue)) throw snsError("attribute-number", { name });
  if (dataType === "String.Array" && !isArrayText(stringValue)) throw snsError("attribute-array", { name });
  return { dataType, stringValue };
}

function isArrayText(text: string): boolean {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item !== "object" || item === null);
  } catch {
    // What is no JSON is no array.
    return false;
  }
}
