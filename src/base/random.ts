import { randomBytes, randomUUID } from "node:crypto";

/** Chance as a port, so that tests and simulations can be replayed from a seed. */
export interface Random {
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** `lengthBytes` random bytes as lower-case hexadecimal. */
  hex(lengthBytes: number): string;
  /** `lengthBytes` random bytes, fit for secrets. */
  bytes(lengthBytes: number): Uint8Array;
  /** A number in [0, 1). */
  fraction(): number;
}

/** So many bytes are asked of the operating system at once: asking takes longer than making them. */
const STOCK_BYTES = 4_096;

/** Bytes that nobody has had yet. What is handed out is a copy, and nothing of it stays here. */
class Stock {
  #bytes = Buffer.alloc(0);
  #at = 0;

  take(lengthBytes: number): Buffer {
    if (lengthBytes > STOCK_BYTES) return randomBytes(lengthBytes);
    if (this.#at + lengthBytes > this.#bytes.length) {
      this.#bytes = randomBytes(STOCK_BYTES);
      this.#at = 0;
    }
    const taken = this.#bytes.subarray(this.#at, this.#at + lengthBytes);
    this.#at += lengthBytes;
    const copy = Buffer.from(taken);
    taken.fill(0);
    return copy;
  }
}

const stock = new Stock();

/** The operating system's randomness. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  hex: (lengthBytes) => stock.take(lengthBytes).toString("hex"),
  bytes: (lengthBytes) => stock.take(lengthBytes),
  fraction: () => stock.take(6).readUIntBE(0, 6) / 2 ** 48,
};
