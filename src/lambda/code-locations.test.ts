import assert from "node:assert/strict";
import { it } from "node:test";
import { systemRandom, TestClock } from "../base/index.ts";
import { createCodeLocations } from "./code-locations.ts";

const SHA256 = "0f".repeat(32);

it("a link is valid for ten minutes, with its host or without", async () => {
  const clock = new TestClock();
  const locations = createCodeLocations(clock, systemRandom);
  const url = locations.sign("https://lambda.example:8443", SHA256);
  assert.deepEqual(locations.verify(url), { valid: true, sha256: SHA256 });
  assert.deepEqual(locations.verify(url.slice("https://lambda.example:8443".length)), { valid: true, sha256: SHA256 });
  await clock.advance(599_000);
  assert.equal(locations.verify(url).valid, true);
  await clock.advance(1_000);
  assert.deepEqual(locations.verify(url), { valid: false, reason: "expired" });
});

it("a link that was changed, or is another server's, is refused", () => {
  const clock = new TestClock();
  const locations = createCodeLocations(clock, systemRandom);
  const url = locations.sign("http://localhost", SHA256);
  const forged = [
    url.replace(SHA256, "0e".repeat(32)),
    url.replace(/Expires=\d+/, "Expires=9999999999"),
    url.replace(/Signature=.*/, "Signature=00"),
    url.replace(/&Signature=.*/, ""),
    createCodeLocations(clock, systemRandom).sign("http://localhost", SHA256),
  ];
  for (const link of forged)
    assert.deepEqual(locations.verify(link), { valid: false, reason: "wrong signature" }, link);
  for (const link of ["/_hearth/packages/../../etc/passwd?Expires=1&Signature=00", "/other", "/_hearth/packages/ab"])
    assert.deepEqual(locations.verify(link), { valid: false, reason: "not a code location" }, link);
});
