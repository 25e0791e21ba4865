import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "./http-request.ts";

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
  readonly service: string;
}

/** The request with the headers of Signature Version 4 (AWS General Reference, "Signing AWS API requests"). */
export function signRequest(request: HttpRequest, key: SigningKey, nowMs: number): HttpRequest {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${time.slice(0, 8)}/${key.region}/${key.service}/aws4_request`;
  const added = {
    Host: request.url.host,
    "X-Amz-Date": time,
    ...(key.sessionToken === undefined ? {} : { "X-Amz-Security-Token": key.sessionToken }),
  };
  const headers = { ...request.headers, ...added };
  const signed = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, " ")] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const canonical = [
    request.method,
    request.url.pathname.split("/").map(encode).join("/"),
    canonicalQuery(request.url.searchParams),
    ...signed.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    sha256(request.body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const signature = hmac(signingKey(key, time.slice(0, 8)), toSign).toString("hex");
  const credential = `Credential=${key.accessKeyId}/${scope}`;
  const Authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...request, headers: { ...headers, Authorization } };
}

function signingKey({ secretAccessKey, region, service }: SigningKey, date: string): Buffer {
  return [date, region, service, "aws4_request"].reduce(
    (key: string | Buffer, part) => hmac(key, part),
    `AWS4${secretAccessKey}`,
  ) as Buffer;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&");
}

/** `encodeURIComponent` leaves five characters alone that the signature wants escaped. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
