import { isAbsolute, join, resolve } from "node:path";
import type { RetryDelays } from "../lambda/index.ts";
import type { SandboxTier } from "../sandbox/index.ts";
import { ConfigError } from "./config-error.ts";
import { isHost, isLoopback } from "./loopback.ts";
import { s3Credentials, type S3Settings } from "./objects/s3-settings.ts";

/** How requests are trusted: not at all (loopback only), or by their signature. */
export type AuthMode = "off" | "sigv4";

/** Everything a server is told from outside; complete and checked. */
export interface ServerConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataFolder: string;
  /** Address of a PostgreSQL database; undefined keeps everything in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly auth: AuthMode;
  /** Undefined takes the strongest tier that works. */
  readonly tier: SandboxTier | undefined;
  readonly region: string;
  readonly accountId: string;
  /** Runtimes that wait for a function, at most. */
  readonly stemsMax: number;
  /** Where code is fetched from that is given as an object in a bucket. */
  readonly s3: S3Settings | undefined;
  /** Absolute; a PEM file of root certificates under which packages may be signed. */
  readonly signingRootsFile: string | undefined;
  /** How long asynchronous events wait for their next attempt, where they do not wait as long as on AWS. */
  readonly retryDelays?: RetryDelays;
}

/** Settings as text, from flags; what is undefined comes from the environment or is the default. */
export interface Settings {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly data?: string | undefined;
  readonly store?: string | undefined;
  readonly auth?: string | undefined;
  readonly tier?: string | undefined;
  readonly stems?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly s3Endpoint?: string | undefined;
  readonly signingRoots?: string | undefined;
}

/** The process that is being configured. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  readonly workingFolder: string;
}

/** One setting: its flag, its variable, and its value when nobody says anything. */
export interface SettingRule {
  readonly flag: string;
  readonly variable: string;
  readonly fallback: string;
  readonly summary: string;
}

/** The table of settings; `hearth up --help` is written from it. */
export const SETTINGS: Readonly<Record<keyof Settings, SettingRule>> = {
  port: { flag: "--port", variable: "HEARTH_PORT", fallback: "4566", summary: "port to listen on, 0 for any free one" },
  host: { flag: "--host", variable: "HEARTH_HOST", fallback: "127.0.0.1", summary: "address to listen on" },
  data: { flag: "--data", variable: "HEARTH_DATA", fallback: "~/.hearth", summary: "folder that keeps everything" },
  store: {
    flag: "--store",
    variable: "HEARTH_STORE",
    fallback: "sqlite",
    summary: "sqlite in the data folder, or postgres://user:password@host/database",
  },
  auth: { flag: "--auth", variable: "HEARTH_AUTH", fallback: "off", summary: "off, or sigv4 to verify signatures" },
  tier: {
    flag: "--tier",
    variable: "HEARTH_TIER",
    fallback: "auto",
    summary: "auto, namespace-root, namespace-rootless or process",
  },
  stems: {
    flag: "--stems",
    variable: "HEARTH_STEMS",
    fallback: "4",
    summary: "runtimes started ahead of cold starts, at most; 0 for none",
  },
  region: {
    flag: "--region",
    variable: "HEARTH_REGION",
    fallback: "us-east-1",
    summary: "region of unsigned requests",
  },
  account: {
    flag: "--account",
    variable: "HEARTH_ACCOUNT",
    fallback: "000000000000",
    summary: "account of requests that name none",
  },
  s3Endpoint: {
    flag: "--s3-endpoint",
    variable: "HEARTH_S3_ENDPOINT",
    fallback: "none",
    summary: "S3-compatible store that code is fetched from, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  },
  signingRoots: {
    flag: "--signing-roots",
    variable: "HEARTH_SIGNING_ROOTS",
    fallback: "none",
    summary: "PEM file of root certificates under which packages may be signed",
  },
};

const TIERS: readonly SandboxTier[] = ["namespace-root", "namespace-rootless", "process"];

/** Merges flags, environment and defaults, in this order. Throws `ConfigError` for the first setting that is wrong. */
export function resolveConfig(flags: Settings, surroundings: Surroundings): ServerConfig {
  const pick = (name: keyof Settings): [value: string, label: string] => {
    const { flag, variable, fallback } = SETTINGS[name];
    const given = flags[name];
    if (given !== undefined) return [given.trim(), flag];
    const inherited = surroundings.environment[variable];
    return inherited === undefined || inherited === "" ? [fallback, flag] : [inherited.trim(), variable];
  };
  const auth = authMode(...pick("auth"));
  const endpoint = s3Endpoint(...pick("s3Endpoint"));
  const [rootsFile, rootsLabel] = pick("signingRoots");
  return {
    port: portNumber(...pick("port")),
    auth,
    host: listenAddress(...pick("host"), auth),
    dataFolder: folder(...pick("data"), surroundings),
    databaseUrl: databaseUrl(...pick("store")),
    tier: tierName(...pick("tier")),
    stemsMax: stemsMax(...pick("stems")),
    region: matching(...pick("region"), /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, "a region such as us-east-1"),
    accountId: matching(...pick("account"), /^\d{12}$/, "12 digits"),
    s3: endpoint === undefined ? undefined : { endpoint, credentials: s3Credentials(surroundings.environment) },
    ...retryDelays(surroundings),
    signingRootsFile: rootsFile === "none" ? undefined : folder(rootsFile, rootsLabel, surroundings),
  };
}

/** For tests of the whole server, which cannot wait minutes; no setting, since no user should. */
function retryDelays({ environment }: Surroundings): Pick<ServerConfig, "retryDelays"> {
  const delayMs = Number(environment["HEARTH_TEST_RETRY_MS"] ?? "");
  if (!(delayMs > 0)) return {};
  return { retryDelays: { functionFailedMs: [delayMs, delayMs], refusedMs: [delayMs, delayMs] } };
}

function portNumber(value: string, label: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535)
    throw new ConfigError(label, `${label} is "${value}", but a port is a whole number from 0 to 65535`);
  return port;
}

function stemsMax(value: string, label: string): number {
  const count = /^\d{1,4}$/.test(value) ? Number(value) : Number.NaN;
  if (!(count <= 1_000))
    throw new ConfigError(label, `${label} is "${value}", but it must be a whole number from 0 to 1000`);
  return count;
}

function authMode(value: string, label: string): AuthMode {
  if (value === "off" || value === "sigv4") return value;
  throw new ConfigError(label, `${label} is "${value}", but it can be only "off" or "sigv4"`);
}

function listenAddress(value: string, label: string, auth: AuthMode): string {
  if (!isHost(value))
    throw new ConfigError(label, `${label} is "${value}", but it must be an address or a host name, without a port`);
  if (auth === "off" && !isLoopback(value))
    throw new ConfigError(
      label,
      `${label} is "${value}", which is not loopback: other machines can reach it, and without signatures anybody there could run code here. ` +
        `Use 127.0.0.1, or turn signature verification on with --auth sigv4 (keys: hearth keys create)`,
    );
  return value;
}

function folder(value: string, label: string, { homeFolder, workingFolder }: Surroundings): string {
  if (value === "" || value.includes("\0"))
    throw new ConfigError(label, `${label} is empty, but it must name a folder such as ~/.hearth`);
  if (value === "~" || value.startsWith("~/")) return join(homeFolder, value.slice(1));
  return isAbsolute(value) ? resolve(value) : resolve(workingFolder, value);
}

/** What it says is never repeated, since it may hold a password. */
function databaseUrl(value: string, label: string): string | undefined {
  if (value === "sqlite") return undefined;
  const url = URL.parse(value);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2)
    throw new ConfigError(label, `${label} must be "sqlite", or a URL such as postgres://user:password@host/database`);
  return value;
}

function s3Endpoint(value: string, label: string): string | undefined {
  if (value === "none") return undefined;
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.username !== "")
    throw new ConfigError(label, `${label} is "${value}", but it must be a URL such as http://127.0.0.1:9000`);
  return value;
}

function tierName(value: string, label: string): SandboxTier | undefined {
  if (value === "auto") return undefined;
  const tier = TIERS.find((known) => known === value);
  if (tier === undefined)
    throw new ConfigError(label, `${label} is "${value}", but it can be only "auto", ${TIERS.join(", ")}`);
  return tier;
}

function matching(value: string, label: string, pattern: RegExp, wanted: string): string {
  if (!pattern.test(value)) throw new ConfigError(label, `${label} is "${value}", but it must be ${wanted}`);
  return value;
}
