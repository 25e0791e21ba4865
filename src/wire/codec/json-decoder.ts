import { isUtf8 } from "node:buffer";
import type { ListModel, MapModel, MemberModel, ServiceModel, SimpleType, StructureModel } from "../model.ts";
import { shapeOf } from "../model.ts";
import { decodeBase64 } from "./base64.ts";
import { serializationError } from "./serialization-error.ts";
import { parseTimestamp, timestampOfSeconds } from "./timestamp.ts";

export type DecodeJson = (value: unknown) => unknown;
type Plain = Record<string, unknown>;

/** The token names of AWS's own JSON reader, which its messages quote. */
function tokenName(value: unknown): string {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "number") return "NUMBER_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return Array.isArray(value) ? "START_ARRAY" : "START_OBJECT";
}

function mismatch(value: unknown, wanted: string): never {
  if (Array.isArray(value)) throw serializationError("Start of list found where not expected");
  if (typeof value === "object") throw serializationError("Start of structure or map found where not expected");
  throw serializationError(`${tokenName(value)} can not be converted to ${wanted}`);
}

function whole(wanted: string): DecodeJson {
  // AWS's reader cuts fractions off instead of refusing them.
  return (value) => (typeof value === "number" ? Math.trunc(value) : mismatch(value, wanted));
}

function fraction(value: unknown): unknown {
  if (typeof value === "number") return value;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  return mismatch(value, "a Double");
}

function timestamp(value: unknown): unknown {
  if (typeof value === "number") return timestampOfSeconds(value);
  return typeof value === "string" ? parseTimestamp(value) : mismatch(value, "a Timestamp");
}

const SIMPLE: Readonly<Record<SimpleType, DecodeJson>> = {
  string: (value) => (typeof value === "string" ? value : mismatch(value, "a String")),
  integer: whole("an Integer"),
  long: whole("a Long"),
  float: fraction,
  double: fraction,
  boolean: (value) => (typeof value === "boolean" ? value : mismatch(value, "a Boolean")),
  blob: (value) => (typeof value === "string" ? decodeBase64(value) : mismatch(value, "a ByteBuffer")),
  timestamp,
  document: (value) => value,
};

function plainObject(value: unknown): Plain {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Plain;
  if (Array.isArray(value)) throw serializationError("Start of list found where not expected");
  throw serializationError(`Unexpected ${tokenName(value)} where a structure or map was expected`);
}

/**
 * Parses a body. Throws SerializationException when it is not UTF-8 or not JSON; an empty body is `undefined`.
 */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw serializationError("The request body is not valid UTF-8");
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw serializationError(`Could not parse request body into json: ${String(error)}`, error);
  }
}

/** Compiles readers of parsed JSON from the shapes of one service; each shape once. */
export class JsonDecoders {
  readonly #model: ServiceModel;
  /** REST-JSON honours `jsonName`, the RPC protocols do not. */
  readonly #jsonNames: boolean;
  readonly #compiled = new Map<string, DecodeJson>();

  constructor(model: ServiceModel, jsonNames: boolean) {
    this.#model = model;
    this.#jsonNames = jsonNames;
  }

  shape(name: string): DecodeJson {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    // Shapes may contain themselves: whoever asks while this one is being compiled gets a reference to the result.
    let decode: DecodeJson | undefined;
    this.#compiled.set(name, (value) => decode?.(value));
    const shape = shapeOf(this.#model, name);
    if (shape.type === "structure" || shape.type === "union") decode = this.members(shape.members);
    else if (shape.type === "list") decode = this.#list(shape);
    else if (shape.type === "map") decode = this.#map(shape);
    else decode = SIMPLE[shape.type];
    this.#compiled.set(name, decode);
    return decode;
  }

  /** Reader of an object with `members`. What the model does not name is ignored, as AWS does; null is absent. */
  members(members: StructureModel["members"]): DecodeJson {
    const readers = new Map<string, { readonly name: string; readonly decode: DecodeJson }>();
    for (const [name, member] of Object.entries(members))
      readers.set(this.#wireName(name, member), { name, decode: this.shape(member.shape) });
    return (value) => {
      const source = plainObject(value);
      const result: Plain = {};
      for (const key of Object.keys(source)) {
        const reader = readers.get(key);
        const content = source[key];
        if (reader !== undefined && content !== null) result[reader.name] = reader.decode(content);
      }
      return result;
    };
  }

  #wireName(name: string, member: MemberModel): string {
    return this.#jsonNames ? (member.jsonName ?? name) : name;
  }

  #list(shape: ListModel): DecodeJson {
    const element = this.shape(shape.member.shape);
    const sparse = shape.sparse === true;
    return (value) => {
      if (!Array.isArray(value)) throw serializationError(`Unexpected ${tokenName(value)} where a list was expected`);
      const elements: readonly unknown[] = value;
      const result: unknown[] = [];
      for (const item of elements)
        // A null in a list that may not have any is kept for the validator, which has the words for it.
        result.push(item === null ? (sparse ? null : undefined) : element(item));
      return result;
    };
  }

  #map(shape: MapModel): DecodeJson {
    const content = this.shape(shape.value.shape);
    const sparse = shape.sparse === true;
    return (value) => {
      const entries = Object.entries(plainObject(value)).filter(([, item]) => sparse || item !== null);
      // Not assigned key by key: a key named `__proto__` would be taken for the prototype.
      return Object.fromEntries(entries.map(([key, item]) => [key, item === null ? null : content(item)]));
    };
  }
}
