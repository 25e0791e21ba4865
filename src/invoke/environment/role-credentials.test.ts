import assert from "node:assert/strict";
import { test } from "node:test";
import { TestClock } from "../../base/index.ts";
import { credentialSource } from "./role-credentials.ts";

const HOUR_MS = 3_600_000;

test("the same credentials are told until half an hour before their end, and then new ones", async () => {
  const clock = new TestClock();
  let minted = 0;
  const source = credentialSource(
    "token",
    () => ({
      accessKeyId: String(++minted),
      secretAccessKey: "s",
      sessionToken: "t",
      expiresAtMs: clock.nowMs() + 12 * HOUR_MS,
    }),
    clock,
  );
  assert.equal(minted, 0, "nothing is minted before somebody asks");
  assert.equal(source.current().accessKeyId, "1");
  await clock.advance(11.4 * HOUR_MS);
  assert.equal(source.current().accessKeyId, "1");
  await clock.advance(0.2 * HOUR_MS);
  assert.equal(source.current().accessKeyId, "2");
  assert.equal(source.current().accessKeyId, "2");
});
