import assert from "node:assert/strict";
import { test } from "node:test";
import { TestClock } from "../../base/index.ts";
import { TokenBucket } from "./token-bucket.ts";

function taken(bucket: TokenBucket, tries: number): number {
  return Array.from({ length: tries }, () => bucket.take()).filter(Boolean).length;
}

test("a bucket gives what it holds at once, then as much as it is filled with", async () => {
  const clock = new TestClock();
  const bucket = new TokenBucket(clock, 10, 100);
  assert.equal(taken(bucket, 20), 10);
  await clock.advance(50);
  assert.equal(taken(bucket, 20), 5);
  assert.equal(taken(bucket, 20), 0);
});

test("what is not used does not add up", async () => {
  const clock = new TestClock();
  const bucket = new TokenBucket(clock, 10, 100);
  await clock.advance(60_000);
  assert.equal(taken(bucket, 50), 10);
  await clock.advance(60_000);
  assert.equal(taken(bucket, 50), 10);
});

test("parts of a token are kept", async () => {
  const clock = new TestClock();
  const bucket = new TokenBucket(clock, 1, 1);
  assert.equal(taken(bucket, 2), 1);
  for (let step = 0; step < 9; step++) {
    await clock.advance(100);
    assert.equal(taken(bucket, 1), 0);
  }
  await clock.advance(101);
  assert.equal(taken(bucket, 2), 1);
});
