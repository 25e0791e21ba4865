import { crc32 } from "node:zlib";

/** Value of a header of a frame. Its type on the wire follows from its type here; an `integer` has 32 bits, a `long` 64. */
export type FrameHeaderValue =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "integer"; readonly value: number }
  | { readonly type: "long"; readonly value: number }
  | { readonly type: "blob"; readonly value: Uint8Array }
  | { readonly type: "timestamp"; readonly value: Date };

export type FrameHeader = readonly [name: string, value: FrameHeaderValue];

const PRELUDE_BYTES = 8;
const CRC_BYTES = 4;

/** Names of headers have their length in one byte, values theirs in two. */
const NAME_BYTES_MAX = 255;
const VALUE_BYTES_MAX = 65_535;

/**
 * One message of an event stream (Smithy: Amazon event stream specification): its length and that of its headers, a
 * checksum of both, headers, payload, a checksum of everything. All numbers are big-endian. Throws RangeError when a
 * header is too long.
 */
export function encodeFrame(headers: readonly FrameHeader[], payload: Uint8Array): Buffer {
  const headerBytes = Buffer.concat(headers.map(encodeHeader));
  const payloadAt = PRELUDE_BYTES + CRC_BYTES + headerBytes.length;
  const frame = Buffer.allocUnsafe(payloadAt + payload.length + CRC_BYTES);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(headerBytes.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, PRELUDE_BYTES)), PRELUDE_BYTES);
  headerBytes.copy(frame, PRELUDE_BYTES + CRC_BYTES);
  frame.set(payload, payloadAt);
  const end = frame.length - CRC_BYTES;
  frame.writeUInt32BE(crc32(frame.subarray(0, end)), end);
  return frame;
}

export function textHeader(name: string, value: string): FrameHeader {
  return [name, { type: "string", value }];
}

function encodeHeader([name, value]: FrameHeader): Buffer {
  const nameBytes = Buffer.from(name);
  if (nameBytes.length > NAME_BYTES_MAX) throw new RangeError(`The name of the header ${name} is too long.`);
  return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, encodeValue(name, value)]);
}

function encodeValue(name: string, header: FrameHeaderValue): Buffer {
  switch (header.type) {
    case "boolean":
      return Buffer.from([header.value ? 0 : 1]);
    case "integer": {
      const bytes = Buffer.from([4, 0, 0, 0, 0]);
      bytes.writeInt32BE(header.value, 1);
      return bytes;
    }
    case "long":
      return eightBytes(5, BigInt(Math.trunc(header.value)));
    case "timestamp":
      return eightBytes(8, BigInt(header.value.getTime()));
    case "blob":
      return withLength(name, 6, header.value);
    case "string":
      return withLength(name, 7, Buffer.from(header.value));
    default:
      return header satisfies never;
  }
}

function eightBytes(type: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(9, type);
  bytes.writeBigInt64BE(value, 1);
  return bytes;
}

function withLength(name: string, type: number, value: Uint8Array): Buffer {
  if (value.length > VALUE_BYTES_MAX) throw new RangeError(`The value of the header ${name} is too long.`);
  const bytes = Buffer.alloc(3, type);
  bytes.writeUInt16BE(value.length, 1);
  return Buffer.concat([bytes, value]);
}
