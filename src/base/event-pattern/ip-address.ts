const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

/** Whether the text is to be read as an address at all; a host name never is. */
export function looksLikeAddress(text: string): boolean {
  return IPV4.test(text) || IPV6.test(text);
}

/** An address as a number of 32 or 128 bits. An IPv4 address written as IPv6 is that IPv4 address. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const MAPPED_IPV4 = 0xffffn;

/** The address that the text is, or undefined. */
export function parseAddress(text: string): IpAddress | undefined {
  if (IPV4.test(text)) return parseIpv4(text);
  return IPV6.test(text) ? parseIpv6(text) : undefined;
}

function parseIpv4(text: string): IpAddress | undefined {
  let value = 0n;
  for (const part of text.split(".")) {
    const number = Number(part);
    if (number > 255) return undefined;
    value = value * 256n + BigInt(number);
  }
  return { bits: 32, value };
}

function parseIpv6(text: string): IpAddress | undefined {
  const groups = groupsOf(text);
  if (groups === undefined) return undefined;
  const value = groups.reduce((sum, group) => sum * 0x1_0000n + BigInt(`0x${group}`), 0n);
  if (value >> 32n === MAPPED_IPV4) return { bits: 32, value: value & 0xffff_ffffn };
  return { bits: 128, value };
}

/** Eight groups of hexadecimal digits; `::` stands, once, for as many zero groups as are missing. */
function groupsOf(text: string): readonly string[] | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? groups : undefined;
}
