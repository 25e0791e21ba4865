import assert from "node:assert/strict";
import { it } from "node:test";
import { systemRandom } from "./random.ts";

it("hands out bytes that nobody else has, of any length", () => {
  const lengths = [0, 1, 16, 32, 4_095, 4_096, 4_097, 20_000];
  const taken = Array.from({ length: 20 }, () => lengths.map((length) => systemRandom.bytes(length))).flat();
  for (const [n, bytes] of taken.entries()) assert.equal(bytes.length, lengths[n % lengths.length]);
  const long = taken
    .filter(({ length }) => length >= 16)
    .map((bytes) => Buffer.from(bytes.subarray(0, 16)).toString("hex"));
  assert.equal(new Set(long).size, long.length);
  // Nothing that was handed out is overwritten, or zero, when the next is.
  const first = systemRandom.bytes(32);
  const copy = Buffer.from(first);
  for (let n = 0; n < 300; n++) systemRandom.bytes(32);
  assert.deepEqual(first, copy);
  assert.notDeepEqual(first, Buffer.alloc(32));
});

it("names in hexadecimal digits, and fractions below one, differ", () => {
  const names = Array.from({ length: 1_000 }, () => systemRandom.hex(16));
  assert.ok(names.every((name) => /^[0-9a-f]{32}$/.test(name)));
  assert.equal(new Set(names).size, names.length);
  const fractions = Array.from({ length: 1_000 }, () => systemRandom.fraction());
  assert.ok(fractions.every((fraction) => fraction >= 0 && fraction < 1));
  assert.equal(new Set(fractions).size, fractions.length);
});
