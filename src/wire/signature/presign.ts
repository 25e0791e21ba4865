import type { WireHead } from "../dispatcher.ts";
import { canonicalQuery, canonicalRequest, encodeStrictly } from "./canonical-request.ts";
import { hmacHex, sha256Hex } from "./sha256.ts";
import { SigningKeys } from "./signing-key.ts";
import { basicDate } from "./signing-time.ts";

export interface PresignOptions {
  readonly method: string;
  /** e.g. `http://localhost:4566/some/path?a=b`. */
  readonly url: string;
  readonly region: string;
  /** Signing name, e.g. `s3`. */
  readonly service: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiresS: number;
  readonly nowMs: number;
}

/**
 * A URL that carries its own signature (AWS IAM guide, "Signature Version 4 query parameters"), as any SDK makes it
 * and `claimedSignature` and `verifySignature` check it. The body is not signed for S3 and empty for all others.
 */
export function presignUrl(options: PresignOptions): string {
  const url = new URL(options.url);
  const date = basicDate(options.nowMs);
  const day = date.slice(0, 8);
  const scope = `${day}/${options.region}/${options.service}/aws4_request`;
  const parameters: (readonly [string, string])[] = [
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", `${options.accessKeyId}/${scope}`],
    ["X-Amz-Date", date],
    ["X-Amz-Expires", String(options.expiresS)],
    ["X-Amz-SignedHeaders", "host"],
  ];
  if (options.sessionToken !== undefined) parameters.push(["X-Amz-Security-Token", options.sessionToken]);
  const added = parameters.map(([name, value]) => `${name}=${encodeStrictly(value)}`).join("&");
  const query = canonicalQuery(`${url.search.slice(1)}&${added}`);
  const isS3 = options.service.startsWith("s3");
  const head: WireHead = { method: options.method, url: `${url.pathname}?${query}`, headers: { host: url.host } };
  const payload = isS3 ? "UNSIGNED-PAYLOAD" : sha256Hex("");
  const request = canonicalRequest(head, { signedHeaders: ["host"], isS3, payload, isPresigned: true });
  const key = new SigningKeys().derive(options.secretAccessKey, day, options.region, options.service);
  const signature = hmacHex(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256Hex(request)}`);
  return `${url.origin}${head.url}&X-Amz-Signature=${signature}`;
}
