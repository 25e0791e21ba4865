import assert from "node:assert/strict";
import { test } from "node:test";
import { isJson } from "./json-scan.ts";

const SOUND = [
  "0",
  "-0",
  "12.5e-7",
  "1E+2",
  '""',
  '"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD800"',
  '"ü💡\u007f"',
  "true",
  "false",
  "null",
  "[]",
  "{}",
  "[[],{},[1,[2]]]",
  ' \t\r\n{ "a" : [ 1 , { "b" : null } ] , "" : "" } \n',
];
const BROKEN = [
  "",
  " ",
  "01",
  "-",
  "+1",
  ".5",
  "1.",
  "1.e2",
  "1e",
  "1e+",
  '"',
  '"\\"',
  '"\\x"',
  '"\\u12"',
  '"\\u12g4"',
  '"\n"',
  "tru",
  "truex",
  "nul",
  "[",
  "[1",
  "[1,",
  "[1,]",
  "[1 2]",
  "[1}",
  "]",
  "{",
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,}',
  '{"a" 1}',
  "{1:2}",
  '{"a":1]',
  "1 2",
  "{}{}",
  "\ufeff1",
  "NaN",
  "'a'",
];

for (const text of SOUND) test(`${JSON.stringify(text)} is JSON`, () => assert.equal(isJson(Buffer.from(text)), true));
for (const text of BROKEN)
  test(`${JSON.stringify(text)} is not JSON`, () => assert.equal(isJson(Buffer.from(text)), false));

test("whatever is in a long string is found wherever it is, and wherever the bytes lie", () => {
  const text = `"${"plain ü".repeat(6)}"`;
  for (const [mark, sound] of [
    ["\\n", true],
    ['"', false],
    ["\\", false],
    ["\u001f", false],
    [" ", true],
    ["\u0080\u00ff", true],
  ] as const)
    for (let at = 1; at < text.length - 1; at++)
      for (const offset of [0, 1, 2, 3]) {
        const changed = text.slice(0, at) + mark + "x" + text.slice(at);
        const bytes = Buffer.concat([Buffer.alloc(offset, '"'), Buffer.from(changed), Buffer.from('"\\')]).subarray(
          offset,
          -2,
        );
        assert.equal(isJson(bytes), sound, `${JSON.stringify(changed)} at ${offset}`);
      }
});

test("brackets may nest as deeply as a payload is long", () => {
  const depth = 1_000_000;
  assert.equal(isJson(Buffer.from("[".repeat(depth) + "]".repeat(depth))), true);
  assert.equal(isJson(Buffer.from('{"a":'.repeat(depth))), false);
});

test("it agrees with the engine about every text that differs from a sound one in a character", () => {
  const marks = ["", ...'" \\ { } [ ] : , 0 e - . + t n / u'.split(" "), " ", "\n"];
  for (const text of SOUND)
    for (let at = 0; at <= text.length; at++)
      for (const mark of marks)
        for (const removed of [0, 1]) {
          const changed = text.slice(0, at) + mark + text.slice(at + removed);
          assert.equal(
            isJson(Buffer.from(changed)),
            isParsed(Buffer.from(changed).toString()),
            JSON.stringify(changed),
          );
        }
});

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
