import type { Condition } from "./condition.ts";
import { type IpAddress, looksLikeAddress, parseAddress } from "./ip-address.ts";

/** A block of addresses that cannot be read; the message is AWS's. */
export class CidrError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CidrError";
  }
}

/** Addresses, as strings, within `10.0.0.0/24` or `2001:db8::/32`. Throws `CidrError`. */
export function withinBlock(block: string): Condition {
  const { address, maskBits } = parseBlock(block);
  const shift = BigInt(address.bits - maskBits);
  const network = address.value >> shift;
  return whenAddress((candidate) => candidate.bits === address.bits && candidate.value >> shift === network);
}

/** The same address, however it is written. */
export function sameAddress(address: IpAddress): Condition {
  return whenAddress((candidate) => candidate.bits === address.bits && candidate.value === address.value);
}

function whenAddress(test: (address: IpAddress) => boolean): Condition {
  return (leaf) => {
    const address = typeof leaf === "string" ? parseAddress(leaf) : undefined;
    return address !== undefined && test(address);
  };
}

function parseBlock(block: string): { readonly address: IpAddress; readonly maskBits: number } {
  const [host = "", mask = "", ...more] = block.split("/");
  if (mask === "" || more.some((part) => part !== "")) throw new CidrError("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw new CidrError("Malformed CIDR, mask bits must be an integer");
  const maskBits = Number(mask);
  if (maskBits < 0) throw new CidrError("Malformed CIDR, mask bits must not be negative");
  if (!looksLikeAddress(host)) throw new CidrError(`Nonstandard IP address: ${host}`);
  const address = parseAddress(host);
  if (address === undefined) throw new CidrError(`Invalid IP address: ${host}`);
  if (maskBits >= address.bits)
    throw new CidrError(`IPv${address.bits === 32 ? 4 : 6} mask bits must be < ${address.bits}`);
  return { address, maskBits };
}
