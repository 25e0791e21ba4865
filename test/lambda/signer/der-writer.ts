/** Writes ASN.1 in DER, as far as certificates and signatures need it. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(bytes: number): number[] {
  if (bytes < 0x80) return [bytes];
  const hex = bytes.toString(16);
  const octets = [...Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex")];
  return [0x80 | octets.length, ...octets];
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
/** In the order that DER demands. */
export const set = (...parts: readonly Uint8Array[]): Buffer =>
  der(0x31, ...parts.toSorted((a, b) => Buffer.compare(a, b)));
export const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
export const octets = (value: Uint8Array): Buffer => der(0x04, value);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const bits = (value: Uint8Array): Buffer => der(0x03, Buffer.from([0]), value);

export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f));
  return digits;
}

export function time(timeMs: number): Buffer {
  const text = new Date(timeMs).toISOString().replaceAll(/[-:T]/g, "");
  return der(0x18, Buffer.from(text));
}
