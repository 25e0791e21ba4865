import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "./patience.ts";

function seen(bootMs: number, servedMs: number): Patience {
  const patience = new Patience();
  patience.booted(bootMs);
  patience.served(servedMs);
  return patience;
}

test("before anything is known the first boot and the first event are waited for, but not for long", () => {
  const patience = new Patience();
  assert.equal(patience.placesOnceReady(149), Number.POSITIVE_INFINITY);
  assert.equal(patience.placesOnceReady(150), 1);
  patience.booted(20);
  assert.equal(patience.places(19), Number.POSITIVE_INFINITY);
  assert.equal(patience.places(20), 0);
});

test("an environment that boots serves one request at least", () => {
  assert.equal(seen(20, 4).placesOnceReady(1), 5);
  assert.equal(seen(20, 1_000).placesOnceReady(1), 1);
});

test("as many wait for a busy environment as it serves while another one boots", () => {
  assert.equal(seen(20, 4).places(1), 5);
  assert.equal(seen(20, 20).places(1), 1);
  assert.equal(seen(20, 21).places(1), 0, "booting is sooner");
  assert.equal(seen(20, 0.01).places(0.01), 40, "there is a least that an event takes");
});

test("nobody waits for an event that takes longer than usual", () => {
  assert.equal(seen(20, 4).places(12), 5);
  assert.equal(seen(20, 4).places(12.1), 0);
});

test("nobody waits for long, even where a boot takes long", () => {
  assert.equal(seen(3_000, 10).limitMs, 250);
  assert.equal(seen(3_000, 10).places(0), 25);
});

test("an environment that has answered its first event serves those who came with it", () => {
  const patience = new Patience();
  patience.booted(20);
  assert.equal(patience.placesOnceDone(2), 10);
  assert.equal(patience.placesOnceDone(1_000), 1, "it is about to be idle");
  patience.served(5);
  assert.equal(patience.placesOnceDone(1_000), 4, "what is usual counts");
});

test("the average follows what happens", () => {
  const patience = seen(20, 1);
  for (let count = 0; count < 40; count++) patience.served(100);
  assert.equal(patience.places(1), 0);
});
