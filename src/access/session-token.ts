import { createCipheriv, createDecipheriv } from "node:crypto";

/** First byte of every token; it tells the layout. */
const VERSION = 1;
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a session token says; nobody but this server can read or make one. */
export interface SessionClaims {
  readonly accountId: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly secretAccessKey: string;
  readonly expiresAtMs: number;
}

/** Seals claims so that they hold for one access key id only. `nonce` must be new for each token: 12 random bytes. */
export function sealToken(key: Uint8Array, nonce: Uint8Array, accessKeyId: string, claims: SessionClaims): string {
  const { accountId, roleArn, sessionName, secretAccessKey, expiresAtMs } = claims;
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(accessKeyId));
  const text = JSON.stringify([accountId, roleArn, sessionName, secretAccessKey, expiresAtMs]);
  const sealed = [cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([Buffer.of(VERSION), nonce, ...sealed]).toString("base64");
}

/** Undefined for a token that was not sealed by this key for this access key id. */
export function openToken(key: Uint8Array, accessKeyId: string, token: string): SessionClaims | undefined {
  const bytes = Buffer.from(token, "base64");
  // Base 64 has many spellings for the same bytes; only ours is good.
  if (bytes.length <= 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION || bytes.toString("base64") !== token)
    return undefined;
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(accessKeyId));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const start = decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES));
  try {
    return claimsIn(Buffer.concat([start, decipher.final()]).toString("utf8"));
  } catch {
    // `final` throws for whatever does not bear our seal, which is all that the caller asks.
    return undefined;
  }
}

function claimsIn(text: string): SessionClaims | undefined {
  const claims: unknown = JSON.parse(text);
  if (!Array.isArray(claims)) return undefined;
  const [accountId, roleArn, sessionName, secretAccessKey, expiresAtMs]: unknown[] = claims;
  if (typeof accountId !== "string" || typeof roleArn !== "string" || typeof sessionName !== "string") return undefined;
  if (typeof secretAccessKey !== "string" || typeof expiresAtMs !== "number") return undefined;
  return { accountId, roleArn, sessionName, secretAccessKey, expiresAtMs };
}
