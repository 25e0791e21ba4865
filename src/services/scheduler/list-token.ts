import { schedulerError } from "./errors.ts";

const MARK = "after:";

/** A token that continues a list after a key. */
export function tokenAfter(key: string): string {
  return Buffer.from(MARK + key).toString("base64url");
}

/** The key that a token continues after. Throws `ValidationException` for a token that is none. */
export function keyOfToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  const key = text.slice(MARK.length);
  if (!text.startsWith(MARK) || tokenAfter(key) !== token) throw schedulerError("next-token");
  return key;
}
