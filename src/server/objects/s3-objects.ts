import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Clock } from "../../base/index.ts";
import { type FetchedObject, type ObjectAddress, type ObjectSource, ObjectSourceError } from "../../lambda/index.ts";
import { presignUrl } from "../../wire/index.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Settings } from "./s3-settings.ts";

export interface S3ObjectsOptions extends S3Settings {
  readonly clock: Clock;
}

/** How long a signature is accepted. */
const SIGNATURE_S = 300;
/** How long S3 may stay silent. */
const SILENCE_MS = 30_000;
/** An error is a few hundred bytes of XML; of more, the beginning tells enough. */
const ERROR_BYTES_MAX = 65_536;

/** Reads objects by path-style `GetObject`, with a presigned URL. */
export function s3Objects(options: S3ObjectsOptions): ObjectSource {
  return {
    async read(address, region, bytesMax): Promise<FetchedObject> {
      // Steps in a path would lead to another object, or another bucket.
      if (address.key.split("/").some((segment) => segment === "." || segment === ".."))
        throw new ObjectSourceError("refused", "NoSuchKey", "The specified key does not exist.");
      const response = await answerOf(objectUrl(options, address, region), options.endpoint);
      if (response.statusCode !== 200) {
        const { content } = await contentOf(response, options.endpoint, ERROR_BYTES_MAX);
        throw s3Error({ status: response.statusCode ?? 0, headers: response.headers, body: content.toString() });
      }
      const { content, isWhole } = await contentOf(response, options.endpoint, bytesMax);
      if (!isWhole) throw new ObjectSourceError("too-large", "EntityTooLarge", `it has more than ${bytesMax} bytes`);
      const version = response.headers["x-amz-version-id"];
      return { content, versionId: typeof version === "string" && version !== "null" ? version : undefined };
    },
  };
}

function objectUrl({ endpoint, credentials, clock }: S3ObjectsOptions, address: ObjectAddress, region: string): string {
  const { bucket, key, versionId } = address;
  const path = [bucket, ...key.split("/")].map(encodeSegment).join("/");
  const query = versionId === undefined ? "" : `?versionId=${encodeURIComponent(versionId)}`;
  const url = `${endpoint.replace(/\/+$/, "")}/${path}${query}`;
  if (credentials === undefined) return url;
  return presignUrl({
    method: "GET",
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

function answerOf(url: string, endpoint: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const send = target.protocol === "https:" ? requestHttps : requestHttp;
    const request: ClientRequest = send(target, { method: "GET" });
    request.on("response", resolve);
    request.on("error", (error) => reject(unreachable(endpoint, error)));
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`it was silent for ${SILENCE_MS / 1_000} seconds`)));
    request.end();
  });
}

/** Reads at most `bytesMax`; of a longer body the rest is not awaited. */
async function contentOf(
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
