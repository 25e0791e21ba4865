/** Text that is not what ASN.1 may look like. */
export class DerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DerError";
  }
}

/** One value of ASN.1: its identifier octet, what it holds, and all of it as encoded. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  readonly encoded: Buffer;
}

/** Identifier octets (X.690, 8.1.2). */
export const DER = {
  integer: 0x02,
  octets: 0x04,
  objectIdentifier: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
} as const;

const CONSTRUCTED = 0x20;
const INDEFINITE = 0x80;
/** Deeper than any signature; keeps a crafted one from using up the stack. */
const DEPTH_MAX = 32;

/** Reads the one value that these bytes are, DER or BER with lengths left open. Throws `DerError`. */
export function readDer(bytes: Buffer): DerValue {
  const value = valueAt(bytes, 0, 0);
  if (value.encoded.length !== bytes.length) throw new DerError("bytes follow the value");
  return value;
}

/** The values that a constructed value holds. Throws `DerError` when it is of another tag. */
export function partsOf(value: DerValue | undefined, tag: number): readonly DerValue[] {
  return valuesIn(contentOf(value, tag), 0);
}

/** The content of a value of this tag. Throws `DerError` when it is another one, or none. */
export function contentOf(value: DerValue | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new DerError(`0x${tag.toString(16)} was expected, not 0x${value?.tag.toString(16)}`);
  return value.content;
}

/** An object identifier in dots. Throws `DerError`. */
export function identifierOf(value: DerValue | undefined): string {
  const numbers: number[] = [];
  let number = 0;
  for (const octet of contentOf(value, DER.objectIdentifier)) {
    number = number * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [head = 0, ...rest] = numbers;
  const first = Math.min(2, Math.floor(head / 40));
  return [first, head - first * 40, ...rest].join(".");
}

/** A UTCTime or GeneralizedTime in UTC, in epoch milliseconds. Throws `DerError`. */
export function timeOf(value: DerValue | undefined): number {
  const text = value?.content.toString("latin1") ?? "";
  const full = value?.tag === DER.utcTime ? (Number(text.slice(0, 2)) < 50 ? "20" : "19") + text : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(full);
  const [, year, month, day, hour, minute, second, fraction = ""] = match ?? [];
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`);
  if (match === null || Number.isNaN(timeMs)) throw new DerError(`${JSON.stringify(text)} is no time`);
  return timeMs;
}

function valuesIn(content: Buffer, depth: number): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < content.length;) {
    const value = valueAt(content, at, depth + 1);
    values.push(value);
    at += value.encoded.length;
  }
  return values;
}

function valueAt(bytes: Buffer, start: number, depth: number): DerValue {
  if (depth > DEPTH_MAX) throw new DerError("its values are nested too deep");
  const [tag, length] = [octetAt(bytes, start), octetAt(bytes, start + 1)];
  if ((tag & 0x1f) === 0x1f) throw new DerError("it has a tag of more than one octet");
  if (length === INDEFINITE) return openValueAt(bytes, start, depth);
  const octets = length < INDEFINITE ? 0 : length & 0x7f;
  if (octets > 4) throw new DerError("it has a length of more than four octets");
  let bytesLong = octets === 0 ? length : 0;
  for (let at = 0; at < octets; at++) bytesLong = bytesLong * 256 + octetAt(bytes, start + 2 + at);
  const from = start + 2 + octets;
  if (from + bytesLong > bytes.length) throw new DerError("it is cut off");
  return {
    tag,
    content: bytes.subarray(from, from + bytesLong),
    encoded: bytes.subarray(start, from + bytesLong),
  };
}

/** A value whose length is left open ends with two zeros (X.690, 8.1.3.6). */
function openValueAt(bytes: Buffer, start: number, depth: number): DerValue {
  const tag = octetAt(bytes, start);
  if ((tag & CONSTRUCTED) === 0) throw new DerError("it leaves the length of a simple value open");
  let at = start + 2;
  while (octetAt(bytes, at) !== 0 || octetAt(bytes, at + 1) !== 0) at += valueAt(bytes, at, depth + 1).encoded.length;
  return { tag, content: bytes.subarray(start + 2, at), encoded: bytes.subarray(start, at + 2) };
}

function octetAt(bytes: Buffer, at: number): number {
  const octet = bytes[at];
  if (octet === undefined) throw new DerError("it is cut off");
  return octet;
}
