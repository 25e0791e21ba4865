import assert from "node:assert/strict";
import { test } from "node:test";
import { rehearsal } from "./java-rehearsal.ts";

test("the client's classes are initialised, except those that read variables; those of Java are only loaded", () => {
  const client = "com/amazonaws/services/lambda/runtime/api/client";
  const list = [
    "# NOTE: Do not modify this file.",
    "java/lang/Object id: 0",
    "java/util/TreeMap",
    "@lambda-proxy java/lang/Object run ()V",
    `${client}/AWSLambda`,
    `${client}/LambdaEnvironment id: 7`,
    `${client}/EventHandlerLoader$Platform`,
    "software/amazon/awssdk/utilslite/SdkInternalThreadLocal",
    "",
  ];
  const name = client.replaceAll("/", ".");
  assert.equal(
    rehearsal(list.join("\n")),
    `load java.lang.Object
load java.util.TreeMap
load ${name}.AWSLambda
load ${name}.LambdaEnvironment
initialise ${name}.EventHandlerLoader$Platform
initialise software.amazon.awssdk.utilslite.SdkInternalThreadLocal
`,
  );
});
