import assert from "node:assert/strict";
import { it } from "node:test";
import { isFilterPattern } from "./filter-pattern.ts";

const PATTERNS: readonly unknown[] = [
  { body: ["x"] },
  { body: { a: [1, 2.5, true, null, ""] } },
  { eventName: ["INSERT"], dynamodb: { NewImage: { id: { S: [{ prefix: "a" }, { suffix: "z" }] } } } },
  { body: { a: [{ "equals-ignore-case": "X" }, { exists: false }] } },
  { body: { a: [{ "anything-but": ["x", "z"] }, { "anything-but": "y" }] } },
  { body: { a: [{ numeric: ["=", 5] }, { numeric: [">", 0, "<=", 5] }] } },
  { $or: [{ a: ["x"] }, { b: { c: ["y"] } }], d: ["z"] },
];

const OTHERS: readonly unknown[] = [
  {},
  [],
  null,
  "text",
  5,
  { body: "x" },
  { body: 5 },
  { body: [] },
  { body: {} },
  { body: [["x"]] },
  { body: [{}] },
  { body: [{ prefix: 5 }] },
  { body: [{ exists: "true" }] },
  { body: [{ unknown: "x" }] },
  { body: [{ prefix: "a", suffix: "z" }] },
  { body: [{ "anything-but": [] }] },
  { body: [{ "anything-but": [{ prefix: "a" }] }] },
  { body: [{ "anything-but": { prefix: "a" } }] },
  { body: [{ "anything-but": ["x", 5] }] },
  { body: [{ wildcard: "a*" }] },
  { body: [{ cidr: "10.0.0.0/24" }] },
  { body: [{ numeric: [] }] },
  { body: [{ numeric: ["!", 5] }] },
  { body: [{ numeric: ["=", "5"] }] },
  { body: [{ numeric: [">", 5, "<", 5] }] },
  { body: [{ numeric: ["<", 5, ">", 0] }] },
  { body: [{ numeric: [">", 0, "<", 5, "<", 6] }] },
  { $or: [{ a: ["x"] }] },
  { $or: [{ a: ["x"] }, { b: "y" }] },
];

for (const pattern of PATTERNS)
  it(`${JSON.stringify(pattern)} is a pattern`, () => assert.equal(isFilterPattern(JSON.stringify(pattern)), true));

for (const other of OTHERS)
  it(`${JSON.stringify(other)} is none`, () => assert.equal(isFilterPattern(JSON.stringify(other)), false));

it("text that is no JSON is no pattern", () => {
  for (const text of ["", "{", '{"a": ["b"] x}']) assert.equal(isFilterPattern(text), false, text);
});

function deep(levels: number): string {
  return `${'{"a":'.repeat(levels)}["x"]${"}".repeat(levels)}`;
}

it("a pattern deeper than any record is refused and harms nobody", () => {
  assert.equal(isFilterPattern(deep(60)), true);
  assert.equal(isFilterPattern(deep(600)), false);
});
