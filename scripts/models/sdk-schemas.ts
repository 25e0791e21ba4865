import { createRequire } from "node:module";

/**
 * The runtime schemas of the SDK clients are tuples: `[kind, namespace, name, traits, ...]`. This file alone knows the
 * layout. Kinds: 0 simple, 1 list, 2 map, 3 structure, -3 error, 4 union, 9 operation. A reference is a tuple, a number
 * (an unnamed simple type; +64 a list of it, +128 a map), a function returning either, or `[reference, traits]`.
 */
export type Traits = Readonly<Record<string, unknown>>;

export interface SdkSchema {
  readonly kind: "simple" | "list" | "map" | "structure" | "union" | "unit";
  readonly name: string | undefined;
  /** Of the reference and of what it refers to, the former winning. */
  readonly traits: Traits;
  readonly simple: number;
  readonly member: unknown;
  readonly key: unknown;
  readonly value: unknown;
  readonly members: ReadonlyMap<string, unknown>;
}

export interface SdkOperation {
  readonly name: string;
  readonly traits: Traits;
  readonly input: unknown;
  readonly output: unknown;
}

export interface SdkService {
  readonly version: string;
  readonly protocol: string;
  readonly namespace: string;
  readonly xmlNamespace: string | undefined;
  readonly target: string | undefined;
  readonly queryCompatible: boolean;
  readonly operations: readonly SdkOperation[];
  readonly errors: ReadonlyMap<string, unknown>;
}

const FLAGS = [
  "httpLabel",
  "idempotent",
  "idempotencyToken",
  "sensitive",
  "httpPayload",
  "httpResponseCode",
  "httpQueryParams",
];
const LIST_OF = 64;
const MAP_OF = 128;

function traitsOf(value: unknown): Traits {
  if (typeof value === "object" && value !== null) return value as Traits;
  const bits = typeof value === "number" ? value : 0;
  return Object.fromEntries(FLAGS.filter((_, index) => ((bits >> index) & 1) === 1).map((name) => [name, 1]));
}

const EMPTY: SdkSchema = {
  kind: "unit",
  name: undefined,
  traits: {},
  simple: 0,
  member: undefined,
  key: undefined,
  value: undefined,
  members: new Map(),
};

function schemaOfNumber(code: number): SdkSchema {
  if (code >= MAP_OF) return { ...EMPTY, kind: "map", key: 0, value: code - MAP_OF };
  if (code >= LIST_OF) return { ...EMPTY, kind: "list", member: code - LIST_OF };
  return { ...EMPTY, kind: "simple", simple: code };
}

function membersOf(tuple: readonly unknown[]): ReadonlyMap<string, unknown> {
  const names = tuple[4] as readonly string[];
  const schemas = tuple[5] as readonly unknown[];
  return new Map(names.map((name, index) => [name, schemas[index]]));
}

/** Reads one reference, through functions and member traits. */
export function readSchema(reference: unknown): SdkSchema {
  if (typeof reference === "function") return readSchema((reference as () => unknown)());
  if (typeof reference === "number") return schemaOfNumber(reference);
  if (reference === "unit") return EMPTY;
  if (!Array.isArray(reference)) throw new Error(`unknown schema reference ${String(reference)}`);
  const tuple: readonly unknown[] = reference;
  if (tuple.length === 2) {
    const target = readSchema(tuple[0]);
    return { ...target, traits: { ...target.traits, ...traitsOf(tuple[1]) } };
  }
  const named = { ...EMPTY, name: String(tuple[2]), traits: traitsOf(tuple[3]) };
  if (tuple[0] === 0) {
    const target = readSchema(tuple[4]);
    return { ...target, name: named.name, traits: { ...target.traits, ...named.traits } };
  }
  if (tuple[0] === 1) return { ...named, kind: "list", member: tuple[4] };
  if (tuple[0] === 2) return { ...named, kind: "map", key: tuple[4], value: tuple[5] };
  if (tuple[0] === 4) return { ...named, kind: "union", members: membersOf(tuple) };
  if (tuple[0] === 3 || tuple[0] === -3) return { ...named, kind: "structure", members: membersOf(tuple) };
  throw new Error(`unknown schema kind ${String(tuple[0])}`);
}

type ClientConstructor = new (options: object) => { config: { protocol: object; protocolSettings: object } };

function text(source: object, key: string): string | undefined {
  const value: unknown = Reflect.get(source, key);
  return typeof value === "string" ? value : undefined;
}

/** The wire description inside the installed client `packageName`. */
export function readSdkService(packageName: string, clientClass: string): SdkService {
  const require = createRequire(import.meta.url);
  const exported = require(packageName) as Record<string, unknown>;
  const version = (require(`${packageName}/package.json`) as { version: string }).version;
  const Client = exported[clientClass] as ClientConstructor;
  const credentials = { accessKeyId: "generator", secretAccessKey: "generator" };
  const { protocol, protocolSettings } = new Client({ region: "us-east-1", credentials }).config;
  const operations: SdkOperation[] = [];
  const errors = new Map<string, unknown>();
  for (const value of Object.values(exported)) {
    if (!Array.isArray(value)) continue;
    const tuple: readonly unknown[] = value;
    if (tuple[0] === 9)
      operations.push({ name: String(tuple[2]), traits: traitsOf(tuple[3]), input: tuple[4], output: tuple[5] });
    // Each client also has one synthetic base error of its own, which is not on the wire.
    if (tuple[0] === -3 && !String(tuple[1]).startsWith("smithy.ts.sdk")) errors.set(String(tuple[2]), tuple);
  }
  return {
    version,
    protocol: (protocol as { getShapeId(): string }).getShapeId(),
    namespace: text(protocolSettings, "defaultNamespace") ?? "",
    xmlNamespace: text(protocolSettings, "xmlNamespace"),
    target: text(protocolSettings, "serviceTarget"),
    queryCompatible: Reflect.get(protocol, "awsQueryCompatible") === true,
    operations: operations.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    errors,
  };
}
