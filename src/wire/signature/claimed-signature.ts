import { parseQuery } from "../codec/percent.ts";
import type { WireHead } from "../dispatcher.ts";
import { sha256Base64 } from "./sha256.ts";
import { SignatureFault } from "./signature-fault.ts";
import { basicDate, parseBasicDate } from "./signing-time.ts";

/** What a request says of its signature, taken apart and not yet believed. */
export interface ClaimedSignature {
  readonly place: "header" | "query";
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Names in lower case, in the order signed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** ISO 8601 basic. */
  readonly date: string;
  readonly timeMs: number;
  /** Of presigned URLs only. */
  readonly expiresS: number | undefined;
  readonly sessionToken: string | undefined;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const EXPIRES_S_MAX = 604_800;

function incomplete(message: string): SignatureFault {
  return new SignatureFault("incomplete", message);
}

/** Takes the signature apart. Throws SignatureFault: `missing` without one, `incomplete` for a malformed one. */
export function claimedSignature(head: WireHead): ClaimedSignature {
  const { authorization } = head.headers;
  if (authorization !== undefined) return fromHeader(head, authorization);
  const mark = head.url.indexOf("?");
  const query = mark < 0 ? "" : head.url.slice(mark + 1);
  if (!query.includes("X-Amz-Algorithm=")) throw new SignatureFault("missing", "Missing Authentication Token");
  return fromQuery(parseQuery(query));
}

interface Parts {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
}

function dateOf({ headers }: WireHead): string | undefined {
  const amzDate = headers["x-amz-date"];
  if (amzDate !== undefined) return amzDate;
  const { date } = headers;
  if (date === undefined) return undefined;
  const timeMs = Date.parse(date);
  return Number.isNaN(timeMs) ? date : basicDate(timeMs);
}

function fromHeader(head: WireHead, authorization: string): ClaimedSignature {
  const space = authorization.indexOf(" ");
  const algorithm = space < 0 ? authorization : authorization.slice(0, space);
  const fields = new Map<string, string>();
  for (const field of authorization.slice(algorithm.length).split(",")) {
    const equals = field.indexOf("=");
    const hashed = sha256Base64(authorization);
    if (equals < 0)
      throw incomplete(
        `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashed}'.`,
      );
    fields.set(field.slice(0, equals).trim(), field.slice(equals + 1).trim());
  }
  if (algorithm !== ALGORITHM) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm.slice(0, 64)}'.`);
  const credential = fields.get("Credential");
  const signature = fields.get("Signature");
  const signedHeaders = fields.get("SignedHeaders");
  const date = dateOf(head);
  if (credential === undefined || signature === undefined || signedHeaders === undefined || date === undefined)
    throw incomplete(missingFields(fields, date, authorization));
  const sessionToken = head.headers["x-amz-security-token"];
  return assemble("header", { credential, signature, signedHeaders, date }, undefined, sessionToken);
}

function missingFields(fields: ReadonlyMap<string, string>, date: string | undefined, authorization: string): string {
  const missing = ["Credential", "Signature", "SignedHeaders"].filter((name) => !fields.has(name));
  const sentences = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === undefined)
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  const hashed = sha256Base64(authorization);
  return `${sentences.join(" ")} (Hashed with SHA-256 and encoded with Base64) Authorization=${hashed}`;
}

function fromQuery(parameters: ReadonlyMap<string, readonly string[]>): ClaimedSignature {
  const take = (name: string): string => {
    const value = parameters.get(name)?.[0];
    if (value === undefined || value === "")
      throw incomplete(`AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`);
    return value;
  };
  if (take("X-Amz-Algorithm") !== ALGORITHM) throw incomplete("Unsupported AWS 'algorithm' in the query string.");
  const parts = {
    credential: take("X-Amz-Credential"),
    signature: take("X-Amz-Signature"),
    signedHeaders: take("X-Amz-SignedHeaders"),
    date: take("X-Amz-Date"),
  };
  // Not every service asks for it; without one a URL is good for as long as a signed request.
  const expires = parameters.get("X-Amz-Expires")?.[0] ?? "900";
  if (!/^\d{1,9}$/.test(expires) || Number(expires) < 1)
    throw incomplete("X-Amz-Expires should be a number of seconds");
  if (Number(expires) > EXPIRES_S_MAX)
    throw incomplete(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  return assemble("query", parts, Number(expires), parameters.get("X-Amz-Security-Token")?.[0]);
}

function assemble(
  place: ClaimedSignature["place"],
  { credential, signature, signedHeaders, date }: Parts,
  expiresS: number | undefined,
  sessionToken: string | undefined,
): ClaimedSignature {
  const elements = credential.split("/");
  const [accessKeyId, day, region, service, terminator] = elements;
  if (
    accessKeyId === undefined ||
    day === undefined ||
    region === undefined ||
    service === undefined ||
    elements.length !== 5
  )
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.slice(0, 256)}'`,
    );
  const timeMs = parseBasicDate(date);
  if (timeMs === undefined)
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${date.slice(0, 64)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  if (terminator !== "aws4_request")
    throw new SignatureFault("mismatch", "Credential should be scoped with a valid terminator: 'aws4_request'.");
  if (!date.startsWith(day) || day.length !== 8)
    throw new SignatureFault(
      "mismatch",
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day.slice(0, 16)}' != '${date.slice(0, 8)}', from '${date}'.`,
    );
  const names = signedHeaders.toLowerCase().split(";");
  return {
    place,
    accessKeyId,
    day,
    region,
    service,
    signedHeaders: names,
    signature,
    date,
    timeMs,
    expiresS,
    sessionToken,
  };
}
