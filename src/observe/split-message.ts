/** Largest message of one log event: 256 KB less the 26 bytes that every event counts for. */
export const MESSAGE_BYTES_MAX: number = 262_144 - 26;

/** UTF-8 needs at most three bytes for one UTF-16 unit, so that shorter texts need no measuring. */
const UNIT_BYTES_MAX = 3;

/**
 * Splits a message into parts of at most `bytesMax` bytes of UTF-8, never inside a character, so that a line of any
 * length is kept as several log events.
 */
export function splitMessage(message: string, bytesMax: number = MESSAGE_BYTES_MAX): readonly string[] {
  if (message.length * UNIT_BYTES_MAX <= bytesMax || Buffer.byteLength(message) <= bytesMax) return [message];
  const bytes = Buffer.from(message);
  const parts: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = characterStart(bytes, Math.min(start + bytesMax, bytes.length));
    parts.push(bytes.toString("utf8", start, end));
    start = end;
  }
  return parts;
}

/** The first byte of the character that `index` is in; continuation bytes are `10xxxxxx`. */
function characterStart(bytes: Buffer, index: number): number {
  let start = index;
  while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
