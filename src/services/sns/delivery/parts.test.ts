import assert from "node:assert/strict";
import test from "node:test";
import { putInParts } from "./parts.ts";

async function partsOf(count: number, bytes: number, pieces = 1): Promise<readonly (readonly number[])[]> {
  const parts: number[][] = [];
  const work = (item: number): readonly { item: number; payload: Uint8Array }[] =>
    Array.from({ length: pieces }, () => ({ item, payload: new Uint8Array(bytes) }));
  await putInParts(
    Array.from({ length: count }, (_, index) => index),
    work,
    async (part) => {
      parts.push(part.map(({ item }) => item));
      await Promise.resolve();
    },
  );
  return parts;
}

test("little is put at once, and nothing not at all", async () => {
  assert.deepEqual(await partsOf(3, 10), [[0, 1, 2]]);
  assert.deepEqual(await partsOf(0, 10), []);
});

test("much is put in parts, in order", async () => {
  const parts = await partsOf(40, 262_144);
  assert.deepEqual(
    parts.map(({ length }) => length),
    [16, 16, 8],
  );
  assert.deepEqual(
    parts.flat(),
    Array.from({ length: 40 }, (_, index) => index),
  );
});

test("many are put in parts, and what belongs to one item is not torn apart", async () => {
  const parts = await partsOf(1_101, 1, 3);
  for (const part of parts) assert.equal(part.length % 3, 0);
  assert.ok(parts.every((part) => part.length <= 1_002));
});

test("a part that cannot be put ends it", async () => {
  let puts = 0;
  const failing = putInParts(
    [1, 2],
    () => [{ payload: new Uint8Array(5_000_000) }],
    async () => {
      puts += 1;
      await Promise.reject(new Error("full"));
    },
  );
  await assert.rejects(failing, /full/);
  assert.equal(puts, 1);
});
