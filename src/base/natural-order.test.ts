import assert from "node:assert/strict";
import { it } from "node:test";
import { naturalOrder } from "./natural-order.ts";

it("numbers in names count as numbers", () => {
  const sorted = ["dotnet8", "3.51.3", "3.9", "3.51.10", "3", "python3.9", "python3.10", "java8.al2", "java21", ""];
  assert.deepEqual(sorted.toSorted(naturalOrder), [
    "",
    "3",
    "3.9",
    "3.51.3",
    "3.51.10",
    "dotnet8",
    "java8.al2",
    "java21",
    "python3.9",
    "python3.10",
  ]);
});

it("what is equal is equal, written with zeros or not", () => {
  assert.equal(naturalOrder("a1.2", "a1.2"), 0);
  assert.equal(naturalOrder("a01", "a1"), 0);
});

it("either order of the arguments tells the same", () => {
  for (const [left, right] of [
    ["1.8", "11"],
    ["a", "1"],
    ["v22", "v22.1"],
  ] as const)
    assert.equal(Math.sign(naturalOrder(left, right)), -Math.sign(naturalOrder(right, left)));
});
