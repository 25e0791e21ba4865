import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Clock } from "../../base/index.ts";
import { type ObjectAddress, ObjectSourceError } from "../../lambda/index.ts";
import { presignUrl } from "../../wire/index.ts";
import type { S3Settings } from "./s3-settings.ts";

export interface S3RequestOptions extends S3Settings {
  readonly clock: Clock;
}

/** What is asked of an object. */
export interface S3Request {
  readonly method: "GET" | "PUT";
  readonly address: ObjectAddress;
  readonly region: string;
  readonly contentType?: string;
  readonly body?: Uint8Array;
}

/** How long a signature is accepted. */
const SIGNATURE_S = 300;
/** How long S3 may stay silent. */
const SILENCE_MS = 30_000;
/** An error is a few hundred bytes of XML; of more, the beginning tells enough. */
export const ERROR_BYTES_MAX = 65_536;

/** Asks S3 by path, with a presigned URL. Throws `ObjectSourceError` when nobody answers. */
export function askS3(options: S3RequestOptions, asked: S3Request): Promise<IncomingMessage> {
  const { endpoint } = options;
  const { method, contentType, body } = asked;
  return new Promise((resolve, reject) => {
    const target = new URL(objectUrl(options, asked));
    const send = target.protocol === "https:" ? requestHttps : requestHttp;
    const headers = {
      ...(body === undefined ? {} : { "content-length": body.byteLength }),
      ...(contentType === undefined ? {} : { "content-type": contentType }),
    };
    const request: ClientRequest = send(target, { method, headers });
    request.on("response", resolve);
    request.on("error", (error) => reject(unreachable(endpoint, error)));
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`it was silent for ${SILENCE_MS / 1_000} seconds`)));
    request.end(body);
  });
}

function objectUrl({ endpoint, credentials, clock }: S3RequestOptions, { method, address, region }: S3Request): string {
  const { bucket, key, versionId } = address;
  const path = [bucket, ...key.split("/")].map(encodeSegment).join("/");
  const query = versionId === undefined ? "" : `?versionId=${encodeURIComponent(versionId)}`;
  const url = `${endpoint.replace(/\/+$/, "")}/${path}${query}`;
  if (credentials === undefined) return url;
  return presignUrl({
    method,
    url,
    region,
    service: "s3",
    ...credentials,
    expiresS: SIGNATURE_S,
    nowMs: clock.nowMs(),
  });
}

/** Percent-encoded as S3 does it. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Reads at most `bytesMax`; of a longer body the rest is not awaited. */
export async function contentOf(
  response: IncomingMessage,
  endpoint: string,
  bytesMax: number,
): Promise<{ readonly content: Buffer; readonly isWhole: boolean }> {
  const declared = Number(response.headers["content-length"] ?? "0");
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    if (declared > bytesMax) return { content: Buffer.alloc(0), isWhole: false };
    for await (const chunk of response) {
      const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytes += piece.length;
      if (bytes > bytesMax) return { content: Buffer.concat(chunks), isWhole: false };
      chunks.push(piece);
    }
  } catch (error) {
    throw unreachable(endpoint, error);
  } finally {
    response.destroy();
  }
  return { content: Buffer.concat(chunks), isWhole: true };
}

function unreachable(endpoint: string, cause: unknown): ObjectSourceError {
  const why = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new ObjectSourceError("unreachable", "Unreachable", `the S3 endpoint ${endpoint} did not answer: ${why}`, {
    cause,
  });
}
