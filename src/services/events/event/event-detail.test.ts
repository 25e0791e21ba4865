import assert from "node:assert/strict";
import { it } from "node:test";
import { readDetail } from "./event-detail.ts";

const DETAILS: readonly (readonly [text: string, detail: string | undefined])[] = [
  ["{}", "{}"],
  [' { "a" : [ 1.0 , 12345678901234567890 , "b \\" c" ] }\n', '{"a":[1.0,12345678901234567890,"b \\" c"]}'],
  ['{"b":1,"a":2,"b":3}', '{"b":1,"a":2,"b":3}'],
  ['{"a":"{ [ \\\\"}', '{"a":"{ [ \\\\"}'],
  ["[]", undefined],
  ['"text"', undefined],
  ["null", undefined],
  ["5", undefined],
  ["{", undefined],
  ["", undefined],
  ["{'a': 1}", undefined],
];

for (const [text, detail] of DETAILS)
  it(`${JSON.stringify(text)} is ${detail}`, () => assert.equal(readDetail(text), detail));

it("a detail may be nested a thousand levels deep, and no deeper", () => {
  assert.notEqual(readDetail(nested(999)), undefined);
  assert.equal(readDetail(nested(1000)), undefined);
  assert.equal(readDetail(nested(400_000)), undefined);
});

function nested(lists: number): string {
  return `{"a":${"[".repeat(lists)}${"]".repeat(lists)}}`;
}
