import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AwsError } from "../wire/index.ts";
import { parseFunctionArn, resolveFunctionName } from "./function-name.ts";

const scope = { accountId: "123456789012", region: "eu-west-1" };
const caller = {
  accountId: scope.accountId,
  arn: "arn:aws:iam::123456789012:root",
  userId: "u",
  accessKeyId: undefined,
};

function resolve(text: string, qualifier?: string): ReturnType<typeof resolveFunctionName> {
  return resolveFunctionName(text, qualifier, { scope, caller }, "lambda:GetFunction");
}

/** A small generator of its own, so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

describe("resolveFunctionName", () => {
  it("reads the same function and qualifier from every form of its name", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const below = randomFrom(seed);
      const word = (length: number): string => Array.from({ length }, () => LETTERS[below(LETTERS.length)]).join("");
      // A name of 12 digits, or the word function, in front of a colon is read as account or keyword, as on AWS.
      const name = `n${word(1 + below(63))}`;
      const qualifier = [undefined, "$LATEST", String(1 + below(99)), `a${word(below(20))}`][below(4)];
      const suffix = qualifier === undefined ? "" : `:${qualifier}`;
      const forms = [
        `${name}${suffix}`,
        `function:${name}${suffix}`,
        `${scope.accountId}:${name}${suffix}`,
        `${scope.accountId}:function:${name}${suffix}`,
        `${scope.region}:${scope.accountId}:function:${name}${suffix}`,
        `arn:aws:lambda:${scope.region}:${scope.accountId}:function:${name}${suffix}`,
      ];
      for (const form of forms) assert.deepEqual(resolve(form), { name, qualifier }, form);
      assert.deepEqual(resolve(name, qualifier), { name, qualifier });
      for (const form of forms) assert.deepEqual(resolve(form, qualifier), { name, qualifier }, form);
    }
  });

  it("never throws anything but an error in the words of AWS, and never invents a name", () => {
    const pieces = [
      "arn",
      "aws",
      "lambda",
      "eu-west-1",
      "us-gov-east-1",
      scope.accountId,
      "function",
      "x",
      "$LATEST",
      "",
      " ",
      "é",
      "a.b",
      ":",
    ];
    for (let seed = 1; seed <= 2_000; seed++) {
      const below = randomFrom(seed);
      const text = Array.from({ length: 1 + below(8) }, () => pieces[below(pieces.length)]).join(
        below(2) === 0 ? ":" : "",
      );
      try {
        const { name } = resolve(text);
        assert.ok(text.includes(name) && name !== "" && /^[\w.-]+$/.test(name), text);
      } catch (error) {
        assert.ok(error instanceof AwsError, text);
        assert.ok(
          ["ValidationException", "ResourceNotFoundException", "AccessDeniedException"].includes(error.code),
          error.message,
        );
      }
    }
  });
});

describe("resolveFunctionName refuses", () => {
  const refused: [text: string, qualifier: string | undefined, code: string][] = [
    ["arn:aws:lambda:us-east-1:123456789012:function:f", undefined, "ResourceNotFoundException"],
    ["us-east-1:f", undefined, "ResourceNotFoundException"],
    ["arn:aws:lambda:eu-west-1:999999999999:function:f", undefined, "AccessDeniedException"],
    ["arn:aws:lambda:us-east-1:999999999999:function:f", undefined, "AccessDeniedException"],
    ["f:1", "2", "InvalidParameterValueException"],
    ["f:1:2", undefined, "ValidationException"],
    ["arn:aws:s3:::bucket", undefined, "ValidationException"],
    ["", undefined, "ValidationException"],
  ];
  for (const [text, qualifier, code] of refused) {
    it(`'${text}' with qualifier ${qualifier}`, () => {
      assert.throws(
        () => resolve(text, qualifier),
        (error: unknown) => error instanceof AwsError && error.code === code,
      );
    });
  }

  it("takes time in proportion to the text, whatever it is", () => {
    for (const text of [`${"a-".repeat(50_000)}:`, `${"1".repeat(100_000)}!`, ":".repeat(100_000)])
      assert.throws(() => resolve(text), AwsError);
  });
});

describe("parseFunctionArn", () => {
  it("takes full ARNs and nothing else", () => {
    const arn = "arn:aws:lambda:eu-west-1:123456789012:function:f";
    assert.deepEqual(parseFunctionArn(arn), { scope, name: "f", qualifier: undefined });
    assert.deepEqual(parseFunctionArn(`${arn}:live`), { scope, name: "f", qualifier: "live" });
    for (const other of ["f", "arn:aws:lambda:eu-west-1:123456789012:layer:l", "arn:aws:sqs:eu-west-1:123456789012:q"])
      assert.equal(parseFunctionArn(other), undefined);
  });
});
