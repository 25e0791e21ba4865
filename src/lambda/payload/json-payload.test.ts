import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventOf, jsonFault } from "./json-payload.ts";

const AT = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line:";
const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** Each text with what Jackson says of it and where. */
const faults: [text: string | Buffer, message: string, line: number, column: number][] = [
  ["{city: 1}", "Unexpected character ('c' (code 99)): was expecting double-quote to start field name", 1, 2],
  ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 1, 2],
  ["'{}'", `Unexpected character (''' (code 39)): expected a valid value ${VALUES}`, 1, 1],
  ["·", `Unexpected character ('·' (code 183)): expected a valid value ${VALUES}`, 1, 1],
  ["€uro", `Unrecognized token '€uro': was expecting ${VALUES}`, 1, 7],
  ["→", `Unexpected character ('→' (code 8594 / 0x2192)): expected a valid value ${VALUES}`, 1, 1],
  ["Hello World", `Unrecognized token 'Hello': was expecting ${VALUES}`, 1, 7],
  ["hello", `Unrecognized token 'hello': was expecting ${VALUES}`, 1, 6],
  ["tru", `Unrecognized token 'tru': was expecting ${VALUES}`, 1, 4],
  ['{"a": nope}', `Unrecognized token 'nope': was expecting ${VALUES}`, 1, 12],
  ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 1, 6],
  ['{"a": 1 "b": 2}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries", 1, 9],
  ["[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 1, 4],
  ['{"a": 1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 1, 9],
  ["[1,]", "Unexpected character (']' (code 93)): expected a value", 1, 4],
  ['{"a": }', "Unexpected character ('}' (code 125)): expected a value", 1, 7],
  [
    '{"a": 1,\n  "b" 2}',
    "Unexpected character ('2' (code 50)): was expecting a colon to separate field name and value",
    2,
    7,
  ],
  ["{\r\n\tx", "Unexpected character ('x' (code 120)): was expecting double-quote to start field name", 2, 2],
  ["{", `Unexpected end-of-input: expected close marker for Object (start marker at ${AT} 1, column: 1])`, 1, 2],
  ['[{"a": 1', `Unexpected end-of-input: expected close marker for Object (start marker at ${AT} 1, column: 2])`, 1, 9],
  ["[1", `Unexpected end-of-input: expected close marker for Array (start marker at ${AT} 1, column: 1])`, 1, 3],
  ['{"a": 1,', "Unexpected end-of-input within/between Object entries", 1, 9],
  ['{"a":', "Unexpected end-of-input within/between Object entries", 1, 6],
  ['{"a', "Unexpected end-of-input in field name", 1, 4],
  ['"abc', "Unexpected end-of-input in VALUE_STRING", 1, 5],
  ["[1}", `Unexpected close marker '}': expected ']' (for Array starting at ${AT} 1, column: 1])`, 1, 4],
  [
    '"a\nb"',
    "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value",
    1,
    4,
  ],
  ['"\\x"', "Unrecognized character escape 'x' (code 120)", 1, 4],
  ['"\\u12g4"', "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence", 1, 6],
  [
    "-x",
    "Unexpected character ('x' (code 120)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
    1,
    2,
  ],
  ["[1.]", "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit", 1, 4],
  ["1ex", "Unexpected character ('x' (code 120)) in numeric value: Exponent indicator not followed by a digit", 1, 3],
  ["012", "Invalid numeric value: Leading zeroes not allowed", 1, 2],
  ["1x", "Unexpected character ('x' (code 120)): Expected space separating root-level values", 1, 2],
  [" \n ", "No content to map due to end-of-input", 2, 2],
  ["{} x", `Unrecognized token 'x': was expecting ${VALUES}`, 1, 5],
  [Buffer.from([0xa7, 0x31]), "Invalid UTF-8 start byte 0xa7", 1, 2],
  [Buffer.from([0x22, 0xc3, 0x28, 0x22]), "Invalid UTF-8 middle byte 0x28", 1, 4],
];

describe("jsonFault", () => {
  for (const [text, message, line, column] of faults) {
    it(`says of ${JSON.stringify(text.toString("latin1"))}: ${message.slice(0, 60)}`, () => {
      assert.equal(jsonFault(Buffer.from(text)), `${message}\n at ${AT} ${line}, column: ${column}]`);
    });
  }

  it("finds no fault with what is JSON", () => {
    for (const text of ["null", "-0.5e+3", ' {"a":[{},[],"\\u00e9\\n"]} ', '"é"', "[true,false]"])
      assert.equal(jsonFault(Buffer.from(text)), undefined);
  });

  it("agrees with JSON.parse on damaged texts: each has a fault, with a place", () => {
    const whole = '{"a": [1, -2.5e3, "x\\u00e9\\n", true, false, null, {"b": {}}], "c": "d"}';
    for (let at = 0; at < whole.length; at++) {
      for (const damage of ["", "}", "]", ",", '"', "x", "\\", "\n", "0", "-"]) {
        const text = whole.slice(0, at) + damage + whole.slice(at + 1);
        const fault = jsonFault(Buffer.from(text));
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        assert.equal(fault === undefined, valid, text);
        if (fault !== undefined) assert.match(fault, /line: \d+, column: \d+\]$/, text);
      }
    }
  });

  it("goes as deep as the payload is long", () => {
    assert.match(String(jsonFault(Buffer.from("[".repeat(200_000)))), /expected close marker for Array/);
  });
});

it("an empty body is an empty object, another is what it is", () => {
  assert.equal(Buffer.from(eventOf(undefined)).toString(), "{}");
  assert.equal(Buffer.from(eventOf(new Uint8Array(0))).toString(), "{}");
  const payload = Buffer.from("1");
  assert.equal(eventOf(payload), payload);
});
