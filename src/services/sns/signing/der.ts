/** Writes ASN.1 in DER, as far as a certificate needs it. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);

/** A positive number, big endian. */
export function integer(bytes: Uint8Array): Buffer {
  const [first = 0] = bytes;
  // A leading one bit would make it negative.
  return first < 0x80 ? der(0x02, bytes) : der(0x02, Buffer.from([0]), bytes);
}

export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** `YYYYMMDDHHMMSSZ`. */
export function time(timeMs: number): Buffer {
  const text = new Date(timeMs).toISOString();
  return der(0x18, Buffer.from(`${text.slice(0, 19).replaceAll(/[-:T]/g, "")}Z`));
}

function lengthOf(bytes: number): number[] {
  if (bytes < 0x80) return [bytes];
  const hex = bytes.toString(16);
  const octets = [...Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex")];
  return [0x80 | octets.length, ...octets];
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f));
  return digits;
}
