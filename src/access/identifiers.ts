import { createHash } from "node:crypto";
import type { Random } from "../base/index.ts";

/** Base 32 of RFC 4648, the alphabet of AWS's unique ids. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Bytes that make 16 digits of base 32. */
const ID_BYTES = 10;
/** Bytes that make 40 digits of base 64. */
const SECRET_BYTES = 30;

/** What a unique id stands for (IAM User Guide, "IAM identifiers: Understanding unique ID prefixes"). */
export type IdPrefix = "AKIA" | "ASIA" | "AROA" | "AIDA";

/** A new id that nobody can guess, of 20 characters. */
export function randomId(prefix: IdPrefix, random: Random): string {
  return prefix + base32(random.bytes(ID_BYTES));
}

/** The id of something that is known by its name: always the same for the same name. */
export function idOf(prefix: IdPrefix, name: string): string {
  return prefix + base32(createHash("sha256").update(name).digest().subarray(0, ID_BYTES));
}

/** A new secret access key of 40 characters. */
export function randomSecret(random: Random): string {
  return Buffer.from(random.bytes(SECRET_BYTES)).toString("base64");
}

function base32(bytes: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let digits = "";
  for (let count = (bytes.length * 8) / 5; count > 0; count--) {
    digits = ALPHABET.charAt(Number(bits & 31n)) + digits;
    bits >>= 5n;
  }
  return digits;
}
