import assert from "node:assert/strict";
import { test } from "node:test";
import { segmentDocument } from "./segment-datagram.ts";

const HEADER = '{"format":"json","version":1}\n';

for (const [what, datagram, document] of [
  ["as SDKs send it", `${HEADER}{"name":"a"}`, '{"name":"a"}'],
  ["with spaces, as the guide shows it", '{"format": "json", "version": 1}\n{"name":"a"}\n', '{"name":"a"}'],
  ["over several lines", `${HEADER}{\n"name":\n"ü"}`, '{\n"name":\n"ü"}'],
  ["as large as allowed", `${HEADER}{"n":"${"x".repeat(65_528)}"}`, `{"n":"${"x".repeat(65_528)}"}`],
  ["larger", `${HEADER}{"n":"${"x".repeat(65_529)}"}`, undefined],
  ["without a header", '{"name":"a"}', undefined],
  ["without a document", HEADER, undefined],
  ["of another version", '{"format":"json","version":2}\n{}', undefined],
  ["of another format", '{"format":"xml","version":1}\n{}', undefined],
  ["a document cut off", `${HEADER}{"name":`, undefined],
  ["a list", `${HEADER}[{}]`, undefined],
  ["bytes", "\u0000\u0001\n\u0002", undefined],
  ["nothing", "", undefined],
] as const)
  test(`a segment ${what}`, () => assert.equal(segmentDocument(Buffer.from(datagram)), document));
