import assert from "node:assert/strict";
import { it } from "node:test";
import { compileEventPattern } from "./compile-event-pattern.ts";
import { EventPatternError } from "./event-pattern-error.ts";
import { REFUSALS } from "./testing/refusals.ts";

function reasonOf(text: string): string {
  try {
    compileEventPattern(text);
  } catch (error) {
    if (error instanceof EventPatternError) return error.reason;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

function or(count: number): string {
  const choices = Array.from({ length: count }, (_, index) => `"k${index}":{"$or":[{"a":[1]},{"b":[1]}]}`);
  return `{${choices.join(",")}}`;
}

function deep(levels: number): string {
  return `${'{"a":'.repeat(levels)}["x"]${"}".repeat(levels)}`;
}

for (const [text, reason, column] of REFUSALS)
  it(`refuses ${text}`, () => {
    const place = column === null ? "" : `\n at [Source: (String)"${text}"; line: 1, column: ${column}]`;
    assert.equal(reasonOf(text), reason + place);
  });

it("says it in the words of the exception", () => {
  assert.throws(() => compileEventPattern("{}"), {
    message:
      'Event pattern is not valid. Reason: Empty objects are not allowed\n at [Source: (String)"{}"; line: 1, column: 3]',
  });
});

it("names the line", () => {
  const text = '{\n  "a": [1],\n  "slug": "some-pipeline"\n}';
  assert.equal(
    reasonOf(text),
    `"slug" must be an object or an array\n at [Source: (String)"${text}"; line: 3, column: 12]`,
  );
});

it("names the place twice for what is in a list of anything-but", () => {
  const text = '{"a":[{"anything-but":["x",null]}]}';
  const place = `\n at [Source: (String)"${text}"; line: 1, column: 32]`;
  assert.equal(reasonOf(text), `Inside anything but list, start|null|boolean is not supported.${place}${place}`);
});

it("repeats no more than the beginning of long text", () => {
  const text = `{"a":5${" ".repeat(594)}}`;
  assert.equal(
    reasonOf(text),
    `"a" must be an object or an array\n at [Source: (String)"${text.slice(0, 500)}"[truncated 101 chars]; line: 1, column: 7]`,
  );
});

it("refuses $or that multiplies to more than a thousand", () => {
  assert.doesNotThrow(() => compileEventPattern(or(9)));
  assert.match(reasonOf(or(10)), /more than 1000/);
});

it("refuses what is nested too deeply, and harms nobody", () => {
  assert.doesNotThrow(() => compileEventPattern(deep(200)));
  assert.match(reasonOf(deep(100_000)), /nested too deeply/);
});
