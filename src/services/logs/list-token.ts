import { invalidToken } from "./errors.ts";

/** Makes a token of the name that the next page follows, or of the number of things passed over. */
export function encodeListToken(position: string | number): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    throw invalidToken();
  }
}

/** Throws `InvalidParameterException`. */
export function decodeNameToken(token: string): string {
  const position = decode(token);
  if (typeof position !== "string") throw invalidToken();
  return position;
}

/** Throws `InvalidParameterException`. */
export function decodeOffsetToken(token: string): number {
  const position = decode(token);
  if (typeof position !== "number" || !Number.isSafeInteger(position) || position < 0) throw invalidToken();
  return position;
}
