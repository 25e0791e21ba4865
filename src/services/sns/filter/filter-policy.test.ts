import assert from "node:assert/strict";
import test from "node:test";
import { messageAttributes } from "../publish/message-attributes.ts";
import { compileFilterPolicy, filterView, isEmptyPolicy } from "./filter-policy.ts";
import type { FilterScope } from "./filter-scope.ts";
import { ATTRIBUTE_CASES } from "./testing/attribute-cases.ts";
import { BODY_CASES } from "./testing/body-cases.ts";
import { REFUSED_POLICIES } from "./testing/refused-policies.ts";

function accepts(policy: object, scope: FilterScope, message: Parameters<typeof filterView>[1]): boolean {
  return compileFilterPolicy(JSON.stringify(policy), scope).matches(filterView(scope, message));
}

for (const { name, policy, matching, other } of ATTRIBUTE_CASES) {
  for (const given of matching)
    test(`attributes, ${name}: ${JSON.stringify(given)} passes ${JSON.stringify(policy)}`, () =>
      assert.ok(accepts(policy, "MessageAttributes", { attributes: messageAttributes(given), body: "{}" })));
  for (const given of other)
    test(`attributes, ${name}: ${JSON.stringify(given)} does not pass ${JSON.stringify(policy)}`, () =>
      assert.ok(!accepts(policy, "MessageAttributes", { attributes: messageAttributes(given), body: "{}" })));
}

for (const { name, policy, matching, other } of BODY_CASES) {
  for (const body of matching.map((given) => JSON.stringify(given)))
    test(`body, ${name}: ${body} passes ${JSON.stringify(policy)}`, () =>
      assert.ok(accepts(policy, "MessageBody", { attributes: {}, body })));
  for (const body of other.map((given) => JSON.stringify(given)))
    test(`body, ${name}: ${body} does not pass ${JSON.stringify(policy)}`, () =>
      assert.ok(!accepts(policy, "MessageBody", { attributes: {}, body })));
}

for (const body of ["", "text", "5", "null", "[]", '[{"a":"b"}]', '"a"', "{", '{"a":"b"'])
  test(`a body that is no JSON object passes no policy: ${body}`, () =>
    assert.ok(!accepts({ a: [{ exists: false }] }, "MessageBody", { attributes: {}, body })));

for (const { policy, scope = "MessageAttributes", message } of REFUSED_POLICIES)
  test(`refuses ${policy.slice(0, 120)}`, () =>
    assert.throws(() => compileFilterPolicy(policy, scope), { name: "FilterPolicyError", message }));

for (const text of ["", " ", "{}", " { } "])
  test(`${JSON.stringify(text)} takes a policy away`, () => assert.ok(isEmptyPolicy(text)));

const values = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

test("a policy with 150 combinations is accepted, and one with five keys", () => {
  assert.ok(compileFilterPolicy(JSON.stringify({ a: values(15), b: values(10) }), "MessageAttributes"));
  const five = Object.fromEntries(values(5).map((name) => [name, ["x"]]));
  assert.ok(compileFilterPolicy(JSON.stringify(five), "MessageAttributes"));
});

const DEPTH = 100_000;

test("a body that is nested without end passes no policy, and a policy like that is refused", () => {
  const body = `{"a":${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}}`;
  assert.ok(!accepts({ b: [{ exists: false }] }, "MessageBody", { attributes: {}, body }));
  const policy = `${'{"a":'.repeat(40_000)}["x"]${"}".repeat(40_000)}`;
  assert.throws(() => compileFilterPolicy(policy, "MessageBody"), { name: "FilterPolicyError" });
});

test("a wildcard over a long text costs no more than reading it", () => {
  const policy = { a: [{ wildcard: "*a*a*a*a*a*a*a*a*b" }] };
  const attributes = messageAttributes({ a: { DataType: "String", StringValue: "a".repeat(100_000) } });
  assert.ok(!accepts(policy, "MessageAttributes", { attributes, body: "" }));
});
