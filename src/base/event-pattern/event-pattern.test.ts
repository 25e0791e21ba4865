import assert from "node:assert/strict";
import { it } from "node:test";
import { compileEventPattern } from "./compile-event-pattern.ts";
import { PreparedEvent } from "./prepared-event.ts";
import { DOCUMENTED } from "./testing/documented-cases.ts";
import { OPERATORS, STRUCTURES } from "./testing/match-cases.ts";

function compiled(pattern: unknown): ReturnType<typeof compileEventPattern> {
  return compileEventPattern(textOf(pattern));
}

function textOf(pattern: unknown): string {
  return typeof pattern === "string" ? pattern : JSON.stringify(pattern);
}

for (const [pattern, matching, others] of [...DOCUMENTED, ...OPERATORS, ...STRUCTURES])
  it(textOf(pattern), () => {
    const eventPattern = compiled(pattern);
    for (const event of matching) assert.equal(eventPattern.matches(event), true, JSON.stringify(event));
    for (const event of others) assert.equal(eventPattern.matches(event), false, JSON.stringify(event));
  });

it("an event is prepared once for many patterns", () => {
  const event = new PreparedEvent({ "a.b": 1 });
  assert.equal(compiled({ a: { b: [1] } }).matches(event), true);
  assert.equal(compiled({ a: { b: [2] } }).matches(event), false);
});

it("names the operators in use", () => {
  const { operators } = compiled({
    a: ["x", { prefix: "y" }, { "anything-but": { wildcard: "z*" } }],
    $or: [{ b: [{ exists: true }] }, { c: [{ numeric: ["=", 1] }] }],
  });
  assert.deepEqual([...operators], ["prefix", "anything-but", "anything-but wildcard", "exists", "numeric"]);
});

it("what is no object matches only what asks for nothing to be there", () => {
  for (const event of [null, 5, "x", []]) {
    assert.equal(compiled({ a: [{ exists: true }] }).matches(event), false);
    assert.equal(compiled({ a: [{ exists: false }] }).matches(event), true);
  }
});

it("is not slowed down by a wildcard made to do so", () => {
  const pattern = compiled({ a: [{ wildcard: `${"*a".repeat(500)}*b` }] });
  const hostile = { a: "a".repeat(200_000) };
  const calm = { a: "c".repeat(200_000) };
  const baseMs = timeMs(() => pattern.matches(calm));
  // Backtracking would not end in a lifetime; the bound only has to be far from that on a busy machine.
  assert.ok(timeMs(() => pattern.matches(hostile)) < 2000 + baseMs * 1000);
});

it("is not slowed down by lists that multiply", () => {
  const list = Array.from({ length: 200 }, (_, index) => ({ x: index }));
  const names = ["a", "b", "c", "d", "e", "f"];
  const pattern = Object.fromEntries(names.map((name) => [name, { x: [{ numeric: [">=", 0] }], y: [1] }]));
  const event = Object.fromEntries(names.map((name) => [name, list]));
  assert.equal(compiled(pattern).matches(event), false);
});

function timeMs(action: () => unknown): number {
  const startMs = performance.now();
  action();
  return performance.now() - startMs;
}
