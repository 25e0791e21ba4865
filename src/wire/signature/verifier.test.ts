import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Credential, WireHead } from "../dispatcher.ts";
import { claimedSignature } from "./claimed-signature.ts";
import { SignatureFault } from "./signature-fault.ts";
import { SigningKeys } from "./signing-key.ts";
import { verifySignature } from "./verifier.ts";

// The cases of AWS's Signature Version 4 test suite and the examples of the IAM and S3 guides.
const SUITE_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const GUIDE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SUITE_TIME_MS = Date.UTC(2015, 7, 30, 12, 36, 0);
const SUITE_HEADERS = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" };

function credential(secretAccessKey: string, more: Partial<Credential> = {}): Credential {
  const caller = {
    accountId: "123456789012",
    arn: "arn:aws:iam::123456789012:root",
    userId: "u",
    accessKeyId: "AKIDEXAMPLE",
  };
  return { secretAccessKey, sessionToken: undefined, caller, ...more };
}

function signed(signature: string, names: string, service = "service"): string {
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request, SignedHeaders=${names}, Signature=${signature}`;
}

function verify(head: WireHead, body = "", nowMs = SUITE_TIME_MS, who = credential(SUITE_SECRET)): void {
  verifySignature(new SigningKeys(), head, Buffer.from(body), claimedSignature(head), who, nowMs);
}

interface SuiteCase {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly names?: string;
  readonly body?: string;
  readonly signature: string;
}

const SUITE: readonly SuiteCase[] = [
  {
    name: "get-vanilla",
    method: "GET",
    url: "/",
    signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  },
  {
    name: "post-vanilla",
    method: "POST",
    url: "/",
    signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  },
  {
    name: "get-vanilla-query-order-key-case",
    method: "GET",
    url: "/?Param2=value2&Param1=value1",
    signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  },
  {
    name: "get-utf8",
    method: "GET",
    url: "/ሴ",
    signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
  },
  {
    name: "normalize-path",
    method: "GET",
    url: "//foo/..//./",
    signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  },
  {
    name: "get-header-value-trim",
    method: "GET",
    url: "/",
    headers: { "my-header1": " value1", "my-header2": ' "a   b   c"' },
    names: "host;my-header1;my-header2;x-amz-date",
    signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  },
  {
    name: "post-x-www-form-urlencoded",
    method: "POST",
    url: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    names: "content-type;host;x-amz-date",
    body: "Param1=value1",
    signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  },
];

const listUsers: WireHead = {
  method: "GET",
  url: "/?Action=ListUsers&Version=2010-05-08",
  headers: {
    host: "iam.amazonaws.com",
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "x-amz-date": "20150830T123600Z",
    authorization: signed(
      "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
      "content-type;host;x-amz-date",
      "iam",
    ),
  },
};

const presigned: WireHead = {
  method: "GET",
  url: "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  headers: { host: "examplebucket.s3.amazonaws.com" },
};

const presignedAtMs = Date.UTC(2013, 4, 24);

const tampered: readonly (readonly [string, WireHead, string?])[] = [
  ["another method", { ...listUsers, method: "POST" }],
  ["another parameter", { ...listUsers, url: "/?Action=ListRoles&Version=2010-05-08" }],
  ["another path", { ...listUsers, url: `/x${listUsers.url.slice(1)}` }],
  ["another signed header", { ...listUsers, headers: { ...listUsers.headers, host: "sts.amazonaws.com" } }],
  ["a body", listUsers, "Action=DeleteUser"],
  ["an added x-amz- header", { ...listUsers, headers: { ...listUsers.headers, "x-amz-target": "Other.Operation" } }],
];

describe("signature verification", () => {
  for (const { name, method, url, headers, names, body, signature } of SUITE)
    test(`accepts ${name} of the test suite`, () => {
      const authorization = signed(signature, names ?? "host;x-amz-date");
      verify({ method, url, headers: { ...SUITE_HEADERS, ...headers, authorization } }, body);
    });

  test("accepts the ListUsers example of the IAM guide", () => verify(listUsers));

  test("accepts the presigned URL of the S3 guide until it expires", () => {
    verify(presigned, "", presignedAtMs, credential(GUIDE_SECRET));
    verify(presigned, "", presignedAtMs + 86_400_000, credential(GUIDE_SECRET));
    const late = presignedAtMs + 86_401_000;
    assert.throws(() => verify(presigned, "", late, credential(GUIDE_SECRET)), {
      kind: "out-of-time",
      message:
        "Signature expired: 20130524T000000Z is now earlier than 20130524T000001Z (20130525T000001Z - 1440 min.)",
    });
  });

  for (const [what, head, body] of tampered)
    test(`refuses ${what}`, () => {
      assert.throws(
        () => verify(head, body ?? ""),
        (error) => error instanceof SignatureFault && error.kind === "mismatch",
      );
    });

  test("refuses signatures that do not cover the host", () => {
    const authorization = signed("0".repeat(64), "x-amz-date");
    assert.throws(() => verify({ method: "GET", url: "/", headers: { ...SUITE_HEADERS, authorization } }), {
      kind: "mismatch",
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    });
  });

  test("tells how far off the time is", () => {
    verify(listUsers, "", SUITE_TIME_MS + 900_000);
    verify(listUsers, "", SUITE_TIME_MS - 900_000);
    assert.throws(() => verify(listUsers, "", SUITE_TIME_MS + 901_000), {
      message: "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)",
    });
    assert.throws(() => verify(listUsers, "", SUITE_TIME_MS - 901_000), {
      message:
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)",
    });
  });

  test("wants the session token of temporary credentials, and no other", () => {
    const temporary = credential(SUITE_SECRET, { sessionToken: "token" });
    assert.throws(() => verify(listUsers, "", SUITE_TIME_MS, temporary), { kind: "unknown-key" });
    const withToken = { ...listUsers, headers: { ...listUsers.headers, "x-amz-security-token": "token" } };
    assert.throws(() => verify(withToken), { kind: "unknown-key" });
  });

  test("refuses credentials that have expired", () => {
    const expired = credential(SUITE_SECRET, { expiresAtMs: SUITE_TIME_MS });
    assert.throws(() => verify(listUsers, "", SUITE_TIME_MS, expired), { kind: "token-expired" });
  });
});
