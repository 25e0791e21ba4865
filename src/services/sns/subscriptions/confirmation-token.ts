import type { Random } from "../../../base/index.ts";

/** AWS's tokens are this long. */
const TOKEN_BYTES = 144;

/** What an endpoint proves with that it got the message. */
export function newToken(random: Random): string {
  return Buffer.from(random.bytes(TOKEN_BYTES)).toString("hex");
}

export function isToken(text: string): boolean {
  return text.length === 2 * TOKEN_BYTES && /^[\da-f]+$/.test(text);
}
