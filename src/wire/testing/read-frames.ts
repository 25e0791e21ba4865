import assert from "node:assert/strict";
import { crc32 } from "node:zlib";

export interface ReadFrame {
  /** Blobs as hex, longs and timestamps as text of their number. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: Buffer;
}

/** Takes a body of whole frames apart. Fails when a length or a checksum is wrong. */
export function readFrames(body: Buffer): ReadFrame[] {
  const frames: ReadFrame[] = [];
  for (let at = 0; at < body.length;) {
    const frame = body.subarray(at, at + body.readUInt32BE(at));
    const end = frame.length - 4;
    const payloadAt = 12 + frame.readUInt32BE(4);
    assert.equal(frame.readUInt32BE(8), crc32(frame.subarray(0, 8)), "checksum of the prelude");
    assert.equal(frame.readUInt32BE(end), crc32(frame.subarray(0, end)), "checksum of the frame");
    frames.push({ headers: readHeaders(frame.subarray(12, payloadAt)), payload: frame.subarray(payloadAt, end) });
    at += frame.length;
  }
  return frames;
}

function readHeaders(bytes: Buffer): Record<string, unknown> {
  const headers: Record<string, unknown> = {};
  for (let at = 0; at < bytes.length;) {
    const valueAt = at + 1 + (bytes[at] ?? 0);
    const name = bytes.toString("utf8", at + 1, valueAt);
    const [value, length] = readValue(bytes.subarray(valueAt));
    headers[name] = value;
    at = valueAt + length;
  }
  return headers;
}

/** The value, and how many bytes it takes with its type. */
function readValue(bytes: Buffer): [value: unknown, length: number] {
  const type = bytes[0];
  if (type === 0 || type === 1) return [type === 0, 1];
  if (type === 4) return [bytes.readInt32BE(1), 5];
  if (type === 5 || type === 8) return [String(bytes.readBigInt64BE(1)), 9];
  const end = 3 + bytes.readUInt16BE(1);
  if (type === 6) return [bytes.toString("hex", 3, end), end];
  assert.equal(type, 7, "no type that is written here");
  return [bytes.toString("utf8", 3, end), end];
}
