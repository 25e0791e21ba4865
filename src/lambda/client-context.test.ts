import assert from "node:assert/strict";
import { it } from "node:test";
import { AwsError } from "../wire/index.ts";
import { decodeClientContext } from "./client-context.ts";

const encode = (text: string): string => Buffer.from(text).toString("base64");

it("an object comes back as its text", () => {
  for (const text of ["{}", '{"custom":{"a":"é"},"client":{}}']) assert.equal(decodeClientContext(encode(text)), text);
  assert.equal(decodeClientContext(undefined), undefined);
  assert.equal(decodeClientContext(""), undefined);
});

it("anything else is refused", () => {
  const texts = ["[]", "1", "null", "{", "", " "].map(encode).filter((text) => text !== "");
  for (const base64 of [...texts, "not base64!", "====", "A".repeat(3_584)])
    assert.throws(() => decodeClientContext(base64), AwsError, base64.slice(0, 20));
});

it("3,583 bytes are the most", () => {
  // Base64 comes in fours, so 3,580 is the longest that is whole.
  const text = JSON.stringify({ a: "x".repeat(2_677) });
  assert.equal(encode(text).length, 3_580);
  assert.equal(decodeClientContext(encode(text)), text);
});
