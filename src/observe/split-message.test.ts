import assert from "node:assert/strict";
import { test } from "node:test";
import { MESSAGE_BYTES_MAX, splitMessage } from "./split-message.ts";

test("a message that fits stays whole", () => {
  const message = "x".repeat(MESSAGE_BYTES_MAX);
  assert.deepEqual(splitMessage(message), [message]);
  assert.deepEqual(splitMessage(""), [""]);
});

test("a longer message is split into parts that fit and lose nothing", () => {
  for (const [message, bytesMax] of [
    ["abcdefghij", 3],
    ["aäöü€😀z".repeat(20), 4],
    ["aäöü€😀z".repeat(20), 5],
    ["😀".repeat(9), 7],
    ["€".repeat(200_000), MESSAGE_BYTES_MAX],
  ] as const) {
    const parts = splitMessage(message, bytesMax);
    assert.equal(parts.join(""), message);
    assert.ok(parts.length > 1);
    for (const part of parts) assert.ok(Buffer.byteLength(part) <= bytesMax);
  }
});
