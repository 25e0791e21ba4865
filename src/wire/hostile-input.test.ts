import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededFractions } from "../base/index.ts";
import { findModel } from "./catalogue.ts";
import type { Request } from "./testing/rehearsal.ts";
import { FORM, INVOKE, Rehearsal, scoped, target } from "./testing/rehearsal.ts";

const SERVICES = ["lambda", "logs", "sts", "sqs"];
const stage = new Rehearsal(
  Object.fromEntries(SERVICES.map((service) => [service, Object.keys(findModel(service)?.operations ?? {})])),
);

const FUNCTIONS = "/2015-03-31/functions";
const GROUP = target("Logs_20140328.CreateLogGroup");
const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** What cannot be read is a 400 with a code of the protocol. */
const UNREADABLE: readonly (readonly [what: string, request: Request, message: RegExp])[] = [
  ["half a JSON", ["POST", FUNCTIONS, {}, '{"FunctionName":'], /Could not parse request body into json/],
  ["no JSON", ["POST", FUNCTIONS, {}, "<xml/>"], /Could not parse request body into json/],
  [
    "JSON-RPC without JSON",
    ["POST", "/", GROUP, "a=b"],
    /SerializationException.*Could not parse request body into json/,
  ],
  ["bytes that are no UTF-8", ["POST", "/", GROUP, new Uint8Array([0x7b, 0xff, 0x7d])], /not valid UTF-8/],
  ["a list for a structure", ["POST", FUNCTIONS, {}, "[]"], /Start of list found where not expected/],
  [
    "a text for a structure",
    ["POST", "/", GROUP, '"x"'],
    /Unexpected STRING_VALUE where a structure or map was expected/,
  ],
  ["a number for a text", ["POST", "/", GROUP, '{"logGroupName":1}'], /NUMBER_VALUE can not be converted to a String/],
  ["true for a text", ["POST", "/", GROUP, '{"logGroupName":true}'], /TRUE_VALUE can not be converted to a String/],
  [
    "a structure for a text",
    ["POST", "/", GROUP, '{"logGroupName":{}}'],
    /Start of structure or map found where not expected/,
  ],
  [
    "a text for a number",
    ["POST", FUNCTIONS, {}, '{"MemorySize":"128"}'],
    /STRING_VALUE can not be converted to an Integer/,
  ],
  [
    "a text for a boolean",
    ["POST", FUNCTIONS, {}, '{"Publish":"true"}'],
    /STRING_VALUE can not be converted to a Boolean/,
  ],
  ["a text for a list", ["POST", FUNCTIONS, {}, '{"Layers":"x"}'], /Unexpected STRING_VALUE where a list was expected/],
  ["a list for a map", ["POST", "/", GROUP, '{"tags":[]}'], /Start of list found where not expected/],
  ["broken base64", ["POST", FUNCTIONS, {}, '{"Code":{"ZipFile":"a*b="}}'], /Invalid base64/],
  ["a broken escape in the path", ["GET", `${FUNCTIONS}/f%zz`], /\\"f%zz\\" is not valid percent-encoding/],
  ["a broken escape in the query", ["GET", `${FUNCTIONS}/f?Qualifier=%e2%28`], /is not valid percent-encoding/],
  [
    "a text for a number in the query",
    ["GET", `${FUNCTIONS}?MaxItems=many`],
    /STRING_VALUE can not be converted to an Integer/,
  ],
  [
    "a form with a broken escape",
    ["POST", "/", { ...FORM, ...scoped("sts") }, "Action=%"],
    /<Code>MalformedInput<\/Code>/,
  ],
];

describe("unreadable input", () => {
  for (const [what, request, message] of UNREADABLE)
    test(`is refused: ${what}`, async () => {
      stage.play({ output: {} });
      const { status, headers, text } = await stage.send(...request);
      assert.match(text, message);
      assert.equal(status, 400);
      assert.ok(headers["x-amzn-RequestId"] !== undefined);
      assert.ok(!stage.wasReached);
      assert.deepEqual(stage.failures, []);
    });

  test("does not break the process: nesting beyond measure, names without end, headers of a megabyte", async () => {
    stage.play({ output: {} });
    const long = "x".repeat(1_000_000);
    const requests: readonly Request[] = [
      ["POST", FUNCTIONS, {}, `{"Environment":${deep("[", "]", 100_000)}}`],
      ["POST", "/", target("Logs_20140328.CreateLogGroup"), `{"x":${deep('{"a":', "}", 100_000)}`],
      ["POST", "/", FORM, `Action=AssumeRole&Version=2011-06-15&Tags${".member.1".repeat(100_000)}=x`],
      ["POST", INVOKE, { "x-amz-client-context": long, authorization: long }],
      ["GET", `/${"a/".repeat(200_000)}`],
      ["GET", `/2017-03-31/tags/${long}`],
      ["POST", "/", target(long), "{}"],
      ["GET", `${FUNCTIONS}?${"a=b&".repeat(200_000)}`],
    ];
    for (const request of requests) {
      const { status } = await stage.send(...request);
      assert.ok(status >= 200 && status < 600);
    }
    assert.deepEqual(stage.failures, []);
  });

  test("may be absent: an empty body is a request without members", async () => {
    stage.play({ output: {} });
    const { text } = await stage.send("POST", "/", GROUP, "");
    assert.match(text, /Value null at 'logGroupName'/);
  });
});

describe("random requests", () => {
  const ODDITIES = [
    "",
    "null",
    "{}",
    "[]",
    "[null]",
    '{"a":{}}',
    "1e999",
    '"\\ud800"',
    "\0",
    "%",
    "a=b&=c&&d",
    "é",
    "-1",
    "{}{}",
  ];
  const METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "BREW", ""];

  for (const seed of [1, 2, 3])
    test(`always get an answer of the protocol (seed ${seed})`, async () => {
      const random = seededFractions(seed);
      const pick = <T>(items: readonly [T, ...T[]] | readonly T[]): T =>
        items[Math.floor(random() * items.length)] as T;
      stage.play({ output: {} });
      for (let round = 0; round < 400; round++) {
        const service = pick(SERVICES);
        const model = findModel(service);
        assert.ok(model !== undefined);
        const [name, operation] = pick(Object.entries(model.operations));
        const [method, uri] = operation.http ?? ["POST", "/"];
        const url = uri.replaceAll(/\{[^}]+\}/g, () => encodeURIComponent(pick(ODDITIES)) || pick(ODDITIES));
        const members = Object.keys(
          model.shapes[operation.input ?? ""]?.type === "structure" ? inputMembers(service, operation.input ?? "") : {},
        );
        const json = `{${members.map((member) => `${JSON.stringify(member)}:${pick(ODDITIES) || 0}`).join(",")}}`;
        const form = `Action=${name}&Version=${model.apiVersion}&${members.map((member) => `${member}.member.1=${pick(ODDITIES)}`).join("&")}`;
        const headers = pick([
          {},
          FORM,
          scoped(service),
          target(`${model.target ?? "X"}.${name}`),
          { "content-encoding": "aws-chunked" },
        ]);
        const body = pick([json, form, pick(ODDITIES)]);
        const { status, headers: answered } = await stage.send(
          random() < 0.9 ? method : pick(METHODS),
          random() < 0.9 ? url : `/${pick(ODDITIES)}`,
          headers,
          body,
        );
        assert.ok(status >= 200 && status < 600, `${status} of round ${round}`);
        assert.ok(answered["x-amzn-RequestId"] !== undefined);
        assert.deepEqual(stage.failures, [], `round ${round}: ${name} ${body}`);
      }
    });
});

function inputMembers(service: string, shapeName: string): object {
  const shape = findModel(service)?.shapes[shapeName];
  return shape?.type === "structure" ? shape.members : {};
}
