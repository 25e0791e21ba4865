import type { MemberModel, ServiceModel, SimpleModel, SimpleType, TimestampFormat } from "../model.ts";
import { shapeOf } from "../model.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { serializationError } from "./serialization-error.ts";
import { parseTimestamp, timestampText } from "./timestamp.ts";

export type ReadText = (text: string) => unknown;
export type WriteText = (value: unknown) => string;

const WHOLE = /^[+-]?\d+$/;
const SPECIAL_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

function readWhole(type: string): ReadText {
  return (text) => {
    if (!WHOLE.test(text)) throw serializationError(`STRING_VALUE can not be converted to ${type}`);
    return Number(text);
  };
}

function readFraction(text: string): number {
  const value = SPECIAL_NUMBERS[text] ?? (text.trim() === "" ? Number.NaN : Number(text));
  if (Number.isNaN(value) && text !== "NaN") throw serializationError("STRING_VALUE can not be converted to a Double");
  return value;
}

function readBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower === "true") return true;
  if (lower === "false") return false;
  throw serializationError("STRING_VALUE can not be converted to a Boolean");
}

const READERS: Readonly<Record<SimpleType, ReadText>> = {
  string: (text) => text,
  integer: readWhole("an Integer"),
  long: readWhole("a Long"),
  float: readFraction,
  double: readFraction,
  boolean: readBoolean,
  blob: decodeBase64,
  timestamp: parseTimestamp,
  document: (text) => text,
};

/** Reader of one value written as text: in a header, a query, a path or a form. */
export function textReader(model: ServiceModel, member: MemberModel, inHeader = false): ReadText {
  const shape = shapeOf(model, member.shape);
  // Smithy: strings with a media type travel in headers as base64.
  if (inHeader && shape.type === "string" && member.mediaType !== undefined)
    return (text) => Buffer.from(decodeBase64(text)).toString("utf8");
  return READERS[simpleTypeOf(shape, member)];
}

function simpleTypeOf(shape: { readonly type: string }, member: MemberModel): SimpleType {
  if (shape.type in READERS) return (shape as SimpleModel).type;
  throw new Error(`${member.shape} is a ${shape.type} and cannot be text`);
}

/** Writer of one value as text. */
export function textWriter(model: ServiceModel, member: MemberModel, format: TimestampFormat): WriteText {
  const type = simpleTypeOf(shapeOf(model, member.shape), member);
  const timestampFormat = member.format ?? format;
  if (type === "blob") return (value) => (value instanceof Uint8Array ? encodeBase64(value) : String(value));
  if (type === "timestamp")
    return (value) => (value instanceof Date ? timestampText(value, timestampFormat) : String(value));
  return String;
}
