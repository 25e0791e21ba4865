import { createHash } from "node:crypto";
import type { KeptAttributes } from "./message-attributes.ts";

const TEXT = 1;
const BINARY = 2;

export function md5(text: string | Uint8Array): string {
  return createHash("md5").update(text).digest("hex");
}

/**
 * The digest that clients compare: of names, types and values in order of the names, each with its length before it
 * (SQS developer guide, calculating the MD5 message digest for message attributes).
 */
export function md5OfAttributes(attributes: KeptAttributes): string {
  const hash = createHash("md5");
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  const ordered = Object.entries(attributes).toSorted(([left], [right]) => (left < right ? -1 : 1));
  for (const [name, [type, kind, value]] of ordered) {
    add(Buffer.from(name));
    add(Buffer.from(type));
    hash.update(Buffer.from([kind === "s" ? TEXT : BINARY]));
    add(Buffer.from(value, kind === "s" ? "utf8" : "base64"));
  }
  return hash.digest("hex");
}
