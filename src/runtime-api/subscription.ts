/** The two APIs by which an extension has its function's log sent to it; the Logs API is the older one. */
export type SubscriptionApi = "telemetry" | "logs";
export type TelemetryType = "platform" | "function" | "extension";
export type SchemaVersion = "2020-08-15" | "2021-03-18" | "2022-07-01" | "2022-12-13" | "2025-01-29";

/** Where an extension listens in its sandbox. */
export type Destination =
  | { readonly protocol: "HTTP"; readonly method: "POST" | "PUT"; readonly port: number; readonly path: string }
  | { readonly protocol: "TCP"; readonly port: number };

/** How much is gathered before it is sent. */
export interface Buffering {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** What an extension wants to be sent (AWS Lambda Telemetry API, "Subscribe"; AWS Lambda Logs API, "Subscribe"). */
export interface Subscription {
  readonly api: SubscriptionApi;
  readonly schemaVersion: SchemaVersion;
  readonly types: readonly TelemetryType[];
  readonly destination: Destination;
  readonly buffering: Buffering;
}

/** A subscription that breaks the rules of its API; the answer is a 400 `ValidationError`. */
export class InvalidSubscription extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidSubscription";
  }
}

const VERSIONS: Readonly<Record<SubscriptionApi, readonly SchemaVersion[]>> = {
  telemetry: ["2022-07-01", "2022-12-13", "2025-01-29"],
  logs: ["2020-08-15", "2021-03-18"],
};
const TYPES: readonly TelemetryType[] = ["platform", "function", "extension"];
const METHODS = ["POST", "PUT"] as const;
const HOSTS: readonly string[] = ["sandbox", "sandbox.localdomain"];
const HTTP_PORT = 80;
const PORT_MAX = 65_535;

interface Range {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}
const BUFFERING: Readonly<Record<keyof Buffering, Range>> = {
  maxItems: { least: 1_000, most: 10_000, usual: 1_000 },
  maxBytes: { least: 262_144, most: 1_048_576, usual: 262_144 },
  timeoutMs: { least: 25, most: 30_000, usual: 1_000 },
};
/** The Logs API gathers more items, unless it is told otherwise. */
const LOGS_ITEMS = 10_000;

/** Reads the body of a subscription. Throws `InvalidSubscription`. */
export function readSubscription(api: SubscriptionApi, body: Uint8Array): Subscription {
  const fields = object(parse(body), "The body");
  return {
    api,
    schemaVersion: oneOf(fields["schemaVersion"] ?? VERSIONS[api][0], VERSIONS[api], "schemaVersion"),
    types: readTypes(fields["types"]),
    destination: readDestination(object(fields["destination"], "destination"), api),
    buffering: readBuffering(object(fields["buffering"] ?? {}, "buffering"), api),
  };
}

function readTypes(types: unknown): readonly TelemetryType[] {
  if (!Array.isArray(types) || types.length === 0)
    throw new InvalidSubscription("types is not a list of at least one.");
  return [...new Set(types.map((type: unknown) => oneOf(type, TYPES, "types")))];
}

function readDestination(fields: Readonly<Record<string, unknown>>, api: SubscriptionApi): Destination {
  const protocol = oneOf(fields["protocol"], ["HTTP", "TCP"] as const, "destination.protocol");
  if (protocol === "TCP")
    return { protocol, port: integer(fields["port"], { least: 1, most: PORT_MAX }, "destination.port") };
  const method = api === "telemetry" ? "POST" : oneOf(fields["method"] ?? "POST", METHODS, "destination.method");
  if (api === "logs") oneOf(fields["encoding"] ?? "JSON", ["JSON"] as const, "destination.encoding");
  const uri = fields["URI"];
  const url = typeof uri === "string" ? URL.parse(uri) : null;
  if (url?.protocol !== "http:") throw new InvalidSubscription("destination.URI is not an http URI.");
  if (!HOSTS.includes(url.hostname))
    throw new InvalidSubscription(`The host of destination.URI is not one of ${HOSTS.join(", ")}.`);
  const port = url.port === "" ? HTTP_PORT : Number(url.port);
  return { protocol, method, port, path: `${url.pathname}${url.search}` };
}

function readBuffering(fields: Readonly<Record<string, unknown>>, api: SubscriptionApi): Buffering {
  const member = (name: keyof Buffering): number =>
    fields[name] === undefined ? BUFFERING[name].usual : integer(fields[name], BUFFERING[name], `buffering.${name}`);
  const maxItems = api === "logs" && fields["maxItems"] === undefined ? LOGS_ITEMS : member("maxItems");
  return { maxItems, maxBytes: member("maxBytes"), timeoutMs: member("timeoutMs") };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch (error) {
    throw new InvalidSubscription(`The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidSubscription(`${name} is not an object.`);
  return { ...value };
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], name: string): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new InvalidSubscription(`${name} is not one of ${choices.join(", ")}.`);
  return found;
}

function integer(value: unknown, { least, most }: Pick<Range, "least" | "most">, name: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidSubscription(`${name} is not an integer from ${least} to ${most}.`);
}
