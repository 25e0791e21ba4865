import type { Random } from "./random.ts";

/** Numbers from 0 to below 1 that come again with their seed (mulberry32, which is good enough for tests). */
export function seededFractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Chance that draws all that it gives from such numbers. */
export function randomFrom(fraction: () => number): Random {
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(fraction() * 256));
  const hex = (length: number): string => Buffer.from(bytes(length)).toString("hex");
  return {
    fraction,
    bytes,
    hex,
    uuid: () => hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5"),
  };
}
