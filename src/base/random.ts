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

/** The operating system's randomness. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  hex: (lengthBytes) => randomBytes(lengthBytes).toString("hex"),
  bytes: (lengthBytes) => randomBytes(lengthBytes),
  fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
};
