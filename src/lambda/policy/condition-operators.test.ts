import assert from "node:assert/strict";
import { it } from "node:test";
import { isConditionOperator } from "./condition-operators.ts";

const YES = ["StringEquals", "ArnLikeIfExists", "ForAllValues:StringLike", "ForAnyValue:StringEqualsIfExists", "Null"];
const NO = [
  "stringEquals",
  "StringIs",
  "NullIfExists",
  "ForSome:StringEquals",
  "StringEqualsIfExistsIfExists",
  "",
  "toString",
];

for (const name of YES) it(`${name} is an operator`, () => assert.ok(isConditionOperator(name)));
for (const name of NO) it(`'${name}' is none`, () => assert.ok(!isConditionOperator(name)));
