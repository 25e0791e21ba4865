import type { Credential, WireHead } from "../dispatcher.ts";
import type { CanonicalForm } from "./canonical-request.ts";
import { canonicalRequest } from "./canonical-request.ts";
import type { ClaimedSignature } from "./claimed-signature.ts";
import { EMPTY_SHA256, equalSecrets, hmacHex, sha256Hex } from "./sha256.ts";
import { EXPIRED_TOKEN_MESSAGE, INVALID_TOKEN_MESSAGE, MISMATCH_MESSAGE, SignatureFault } from "./signature-fault.ts";
import type { SigningKeys } from "./signing-key.ts";
import { basicDate } from "./signing-time.ts";

/** How far client and server may differ in time. */
const SKEW_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** A signature that was found good, and what the chunks of a body must go on from. */
export interface VerifiedSignature {
  readonly key: Uint8Array;
  readonly scope: string;
  readonly date: string;
  readonly signature: string;
  /** Hash of the body or one of the `STREAMING-` and `UNSIGNED-` words. */
  readonly payload: string;
}

/** Throws SignatureFault (`out-of-time`) when the signature is too old or from the future. */
export function checkTime({ date, timeMs, expiresS }: ClaimedSignature, nowMs: number): void {
  const lifeMs = expiresS === undefined ? SKEW_MS : expiresS * 1000;
  const now = basicDate(nowMs);
  if (timeMs < nowMs - lifeMs) {
    const life = expiresS === undefined ? "15 min." : `${Math.floor(lifeMs / MINUTE_MS)} min.`;
    const oldest = basicDate(nowMs - lifeMs);
    throw new SignatureFault(
      "out-of-time",
      `Signature expired: ${date} is now earlier than ${oldest} (${now} - ${life})`,
    );
  }
  if (timeMs > nowMs + SKEW_MS) {
    const newest = basicDate(nowMs + SKEW_MS);
    throw new SignatureFault(
      "out-of-time",
      `Signature not yet current: ${date} is still later than ${newest} (${now} + 15 min.)`,
    );
  }
}

/** Throws SignatureFault when the session token is not the credential's, or the credential has expired. */
function checkToken(claimed: ClaimedSignature, credential: Credential, nowMs: number): void {
  if (!equalSecrets(claimed.sessionToken ?? "", credential.sessionToken ?? ""))
    throw new SignatureFault("unknown-key", INVALID_TOKEN_MESSAGE);
  if (credential.expiresAtMs !== undefined && credential.expiresAtMs <= nowMs)
    throw new SignatureFault("token-expired", EXPIRED_TOKEN_MESSAGE);
}

/** These may be added on the way without a client's knowledge, or say nothing that matters. */
const MAY_BE_UNSIGNED = new Set(["x-amz-content-sha256", "x-amz-user-agent", "x-amz-security-token"]);

/** Whoever carries a request must not be able to add to it: all that AWS reads must be signed. */
function checkSignedHeaders(head: WireHead, { signedHeaders, place }: ClaimedSignature): void {
  if (!signedHeaders.includes("host"))
    throw new SignatureFault("mismatch", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  for (const [name, value] of Object.entries(head.headers)) {
    if (!name.startsWith("x-amz-") || value === undefined || signedHeaders.includes(name)) continue;
    if (place === "query" && MAY_BE_UNSIGNED.has(name)) continue;
    throw new SignatureFault("mismatch", `There were headers present in the request which were not signed: ${name}`);
  }
}

const HASH = /^[0-9a-f]{64}$/;

/** What stands for the body in the canonical request: what the client says, when it signed that, or our own hash. */
function payloadOf(head: WireHead, claimed: ClaimedSignature, body: Uint8Array, isS3: boolean): string {
  const stated = head.headers["x-amz-content-sha256"];
  if (stated !== undefined && claimed.signedHeaders.includes("x-amz-content-sha256")) return stated;
  if (isS3) return claimed.place === "query" ? "UNSIGNED-PAYLOAD" : (stated ?? EMPTY_SHA256);
  return body.length === 0 ? EMPTY_SHA256 : sha256Hex(body);
}

/**
 * Verifies a Signature Version 4. `body` is what was received, framing and all.
 * Throws SignatureFault; the signature is compared in constant time.
 */
export function verifySignature(
  keys: SigningKeys,
  head: WireHead,
  body: Uint8Array,
  claimed: ClaimedSignature,
  credential: Credential,
  nowMs: number,
): VerifiedSignature {
  checkTime(claimed, nowMs);
  checkToken(claimed, credential, nowMs);
  checkSignedHeaders(head, claimed);
  const isS3 = claimed.service.startsWith("s3");
  const payload = payloadOf(head, claimed, body, isS3);
  const form: CanonicalForm = {
    signedHeaders: claimed.signedHeaders,
    isS3,
    payload,
    isPresigned: claimed.place === "query",
  };
  const scope = `${claimed.day}/${claimed.region}/${claimed.service}/aws4_request`;
  const key = keys.derive(credential.secretAccessKey, claimed.day, claimed.region, claimed.service);
  const hashed = sha256Hex(canonicalRequest(head, form));
  const expected = hmacHex(key, `AWS4-HMAC-SHA256\n${claimed.date}\n${scope}\n${hashed}`);
  if (!equalSecrets(expected, claimed.signature)) throw new SignatureFault("mismatch", MISMATCH_MESSAGE);
  if (HASH.test(payload) && payload !== sha256Hex(body)) throw new SignatureFault("mismatch", MISMATCH_MESSAGE);
  return { key, scope, date: claimed.date, signature: expected, payload };
}
