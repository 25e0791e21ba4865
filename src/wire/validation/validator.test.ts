import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findModel } from "../catalogue.ts";
import { compilePattern } from "./pattern.ts";
import { Validators, violationMessage } from "./validator.ts";

function violationsOf(service: string, shape: string, input: unknown): readonly string[] {
  const model = findModel(service);
  assert.ok(model !== undefined);
  const violations: string[] = [];
  new Validators(model).shape(shape)?.(input, "", violations);
  return violations;
}

const FUNCTION = { FunctionName: "f", Role: "arn:aws:iam::000000000000:role/x", Code: {} };
const NAME_PATTERN =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
const LAYER_TEXT =
  "Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ";

type Case = readonly [
  what: string,
  service: string,
  shape: string,
  input: unknown,
  violations: readonly (string | RegExp)[],
];

const CASES: readonly Case[] = [
  ["nothing wrong", "lambda", "CreateFunctionRequest", { ...FUNCTION, MemorySize: 10_240, Timeout: 900 }, []],
  [
    "too much memory",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, MemorySize: 10_241 },
    ["Value '10241' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 10240"],
  ],
  [
    "too long a time-out",
    "lambda",
    "UpdateFunctionConfigurationRequest",
    { FunctionName: "f", Timeout: 901 },
    ["Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900"],
  ],
  [
    "too little memory",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, MemorySize: 127 },
    ["Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128"],
  ],
  [
    "required members missing",
    "lambda",
    "CreateFunctionRequest",
    {},
    [
      "Value null at 'functionName' failed to satisfy constraint: Member must not be null",
      "Value null at 'role' failed to satisfy constraint: Member must not be null",
      "Value null at 'code' failed to satisfy constraint: Member must not be null",
    ],
  ],
  [
    "a role that is none",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, Role: "r1" },
    [
      "Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
    ],
  ],
  [
    "an empty name",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, FunctionName: "" },
    [
      `Value '' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME_PATTERN}`,
      "Value '' at 'functionName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ],
  [
    "an enumeration",
    "lambda",
    "InvocationRequest",
    { FunctionName: "f", InvocationType: "Later" },
    [
      "Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
    ],
  ],
  [
    "an element of a list",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, Architectures: ["x86"] },
    [
      "Value '[x86]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    ],
  ],
  [
    "too long a list",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, Architectures: ["x86_64", "arm64"] },
    [
      "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
  ],
  [
    "a member of a structure within",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, EphemeralStorage: { Size: 1 } },
    [
      "Value '1' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value greater than or equal to 512",
    ],
  ],
  [
    "a member of a structure in a list",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, FileSystemConfigs: [{ LocalMountPath: "/mnt/a" }] },
    ["Value null at 'fileSystemConfigs.1.member.arn' failed to satisfy constraint: Member must not be null"],
  ],
  [
    "secrets are not repeated",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, Environment: { Variables: { "1bad": "v" } } },
    [
      /^Value at 'environment\.variables' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must satisfy regular expression pattern: \[a-zA-Z\]\(\[a-zA-Z0-9_\]\)\+, Member must not be null\]$/,
    ],
  ],
  [
    "a null in a list",
    "lambda",
    "CreateFunctionRequest",
    { ...FUNCTION, Layers: [undefined] },
    [
      new RegExp(
        `^Value '\\[null\\]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: \\[.*Member must not be null\\]$`,
      ),
    ],
  ],
  ["the runtime is the service's to refuse", "lambda", "CreateFunctionRequest", { ...FUNCTION, Runtime: "cobol" }, []],
  [
    "a log group's name",
    "logs",
    "CreateLogGroupRequest",
    { logGroupName: "a b" },
    [
      "Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    ],
  ],
  [
    "keys and values of a map",
    "logs",
    "CreateLogGroupRequest",
    { logGroupName: "g", tags: { "": "v" } },
    [
      /^Value '\{=v\}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must have length less than or equal to 128, Member must have length greater than or equal to 1, /,
    ],
  ],
  [
    "decimals in a map",
    "lambda",
    "AliasRoutingConfiguration",
    { AdditionalVersionWeights: { "2": 2 } },
    [
      "Value '{2=2.0}' at 'additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    ],
  ],
  [
    "an empty map",
    "logs",
    "CreateLogGroupRequest",
    { logGroupName: "g", tags: {} },
    ["Value '{}' at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1"],
  ],
  [
    "events without message",
    "logs",
    "PutLogEventsRequest",
    { logGroupName: "g", logStreamName: "s", logEvents: [{ timestamp: 1, message: "m" }, { timestamp: -1 }] },
    [
      "Value '-1' at 'logEvents.2.member.timestamp' failed to satisfy constraint: Member must have value greater than or equal to 0",
      "Value null at 'logEvents.2.member.message' failed to satisfy constraint: Member must not be null",
    ],
  ],
  [
    "a session's duration",
    "sts",
    "AssumeRoleRequest",
    { RoleArn: "arn:aws:iam::123456789012:role/x", RoleSessionName: "me", DurationSeconds: 1 },
    [
      "Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
  ],
];

describe("validation", () => {
  for (const [what, service, shape, input, expected] of CASES)
    test(`${service}: ${what}`, () => {
      const violations = violationsOf(service, shape, input);
      assert.equal(violations.length, expected.length, violations.join("\n"));
      for (const [index, text] of expected.entries())
        if (typeof text === "string") assert.equal(violations[index], text);
        else assert.match(violations[index] ?? "", text);
    });

  test("layers are checked one by one and reported together", () => {
    const [text] = violationsOf("lambda", "CreateFunctionRequest", { ...FUNCTION, Layers: ["x"] });
    assert.ok(text?.startsWith(`Value '[x]' at 'layers' failed to satisfy constraint: ${LAYER_TEXT}`), text);
  });

  test("counts what it found", () => {
    assert.equal(violationMessage(["a"]), "1 validation error detected: a");
    assert.equal(violationMessage(["a", "b"]), "2 validation errors detected: a; b");
  });

  test("does not hang on a name of many megabytes", () => {
    const violations = violationsOf("lambda", "CreateFunctionRequest", {
      ...FUNCTION,
      FunctionName: "a:".repeat(1_000_000),
    });
    assert.equal(violations.length, 1);
    assert.ok((violations[0]?.length ?? 0) < 10_000);
  });

  for (const service of ["lambda", "logs", "sts", "sqs"])
    test(`every pattern of ${service} compiles`, () => {
      for (const shape of Object.values(findModel(service)?.shapes ?? {}))
        if (shape.type === "string" && shape.pattern !== undefined) compilePattern(shape.pattern);
    });

  test("patterns with Unicode classes mean them", () => {
    assert.ok(compilePattern("[\\p{L}\\p{Z}_.:/=+\\-@]+").test("é @"));
    assert.ok(!compilePattern("\\p{L}+").test("p{L}"));
  });
});
