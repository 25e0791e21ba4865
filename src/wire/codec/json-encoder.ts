import type { ListModel, MapModel, MemberModel, ServiceModel, SimpleType, StructureModel } from "../model.ts";
import { shapeOf } from "../model.ts";
import { encodeBase64 } from "./base64.ts";
import { timestampText } from "./timestamp.ts";

/** Makes of an output value what `JSON.stringify` writes as the model wants it. */
export type EncodeJson = (value: unknown) => unknown;
type Plain = Record<string, unknown>;

function number(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

const same: EncodeJson = (value) => value;
const SIMPLE: Readonly<Record<SimpleType, EncodeJson>> = {
  string: same,
  integer: same,
  long: same,
  float: number,
  double: number,
  boolean: same,
  blob: (value) => (value instanceof Uint8Array ? encodeBase64(value) : value),
  timestamp: same,
  document: same,
};

function isObject(value: unknown): value is Plain {
  return typeof value === "object" && value !== null;
}

/** Compiles writers of JSON from the shapes of one service; each shape once. */
export class JsonEncoders {
  readonly #model: ServiceModel;
  readonly #jsonNames: boolean;
  readonly #compiled = new Map<string, EncodeJson>();

  constructor(model: ServiceModel, jsonNames: boolean) {
    this.#model = model;
    this.#jsonNames = jsonNames;
  }

  member(member: MemberModel): EncodeJson {
    const shape = shapeOf(this.#model, member.shape);
    if (shape.type !== "timestamp") return this.shape(member.shape);
    const format = member.format ?? "epoch-seconds";
    if (format === "epoch-seconds") return (value) => (value instanceof Date ? value.getTime() / 1000 : value);
    return (value) => (value instanceof Date ? timestampText(value, format) : value);
  }

  shape(name: string): EncodeJson {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    // Shapes may contain themselves: whoever asks while this one is being compiled gets a reference to the result.
    let encode: EncodeJson | undefined;
    this.#compiled.set(name, (value) => encode?.(value));
    const shape = shapeOf(this.#model, name);
    if (shape.type === "structure" || shape.type === "union") encode = this.members(shape.members);
    else if (shape.type === "list") encode = this.#list(shape);
    else if (shape.type === "map") encode = this.#map(shape);
    else encode = SIMPLE[shape.type];
    this.#compiled.set(name, encode);
    return encode;
  }

  /** Writer of an object with `members`; whatever else a value has stays inside. */
  members(members: StructureModel["members"]): EncodeJson {
    const writers = Object.entries(members).map(([name, member]) => ({
      name,
      wireName: this.#jsonNames ? (member.jsonName ?? name) : name,
      encode: this.member(member),
    }));
    return (value) => {
      const result: Plain = {};
      if (!isObject(value)) return result;
      for (const { name, wireName, encode } of writers) {
        const content = value[name];
        if (content !== undefined && content !== null) result[wireName] = encode(content);
      }
      return result;
    };
  }

  #list(shape: ListModel): EncodeJson {
    const encode = this.member(shape.member);
    if (encode === same) return same;
    return (value) =>
      Array.isArray(value) ? value.map((item: unknown) => (item === null ? null : encode(item))) : value;
  }

  #map(shape: MapModel): EncodeJson {
    const encode = this.member(shape.value);
    if (encode === same) return same;
    return (value) => {
      if (!isObject(value)) return value;
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      return Object.fromEntries(entries.map(([key, item]) => [key, item === null ? null : encode(item)]));
    };
  }
}
