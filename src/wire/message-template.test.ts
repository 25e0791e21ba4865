import assert from "node:assert/strict";
import { test } from "node:test";
import { fillMessage } from "./message-template.ts";

const cases = [
  ["Topic does not exist", undefined, "Topic does not exist"],
  ["Function not found: {arn}", { arn: "arn:x" }, "Function not found: arn:x"],
  ["{count} of {count}, then {next}", { count: 3, next: 0 }, "3 of 3, then 0"],
  ["{name} is {other}", { name: "{other}" }, "{other} is {other}"],
  ["must match {a-z}+", { "a-z": "x" }, "must match {a-z}+"],
  ["costs {price}", { price: "$& $1" }, "costs $& $1"],
] as const;

for (const [message, values, filled] of cases)
  test(`${message} with ${JSON.stringify(values)}`, () => {
    assert.equal(fillMessage(message, values), filled);
  });
