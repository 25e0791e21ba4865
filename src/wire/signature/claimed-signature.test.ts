import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { claimedSignature } from "./claimed-signature.ts";

const CREDENTIAL = "Credential=AKIDEXAMPLE/20150830/us-east-1/lambda/aws4_request";
const DATE = { "x-amz-date": "20150830T123600Z" };

function fromHeader(authorization: string, headers: Readonly<Record<string, string>> = DATE): unknown {
  return claimedSignature({ method: "GET", url: "/", headers: { ...headers, authorization } });
}

function fromQuery(query: string): unknown {
  return claimedSignature({ method: "GET", url: `/?${query}`, headers: {} });
}

const broken: readonly (readonly [string, () => unknown, RegExp])[] = [
  ["another scheme", () => fromHeader("Basic abc"), /^Invalid key=value pair \(missing equal-sign\)/],
  ["another algorithm", () => fromHeader("AWS3 a=b"), /^Unsupported AWS 'algorithm': 'AWS3'/],
  [
    "missing parts",
    () => fromHeader(`AWS4-HMAC-SHA256 ${CREDENTIAL}`, {}),
    /^Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\./,
  ],
  [
    "a credential of four elements",
    () => fromHeader("AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=ab"),
    /^Credential must have exactly 5 slash-delimited elements/,
  ],
  [
    "a date of another form",
    () =>
      fromHeader(`AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host, Signature=ab`, { "x-amz-date": "2015-08-30" }),
    /^Date must be in ISO-8601 'basic format'\. Got '2015-08-30'/,
  ],
  [
    "a query without signature",
    () => fromQuery("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a"),
    /must include 'X-Amz-Signature'/,
  ],
];

describe("a request's signature", () => {
  test("is taken apart", () => {
    const claimed = claimedSignature({
      method: "GET",
      url: "/",
      headers: { ...DATE, authorization: `AWS4-HMAC-SHA256 ${CREDENTIAL},SignedHeaders=host;X-Amz-Date,Signature=ab` },
    });
    assert.deepEqual(claimed, {
      place: "header",
      accessKeyId: "AKIDEXAMPLE",
      day: "20150830",
      region: "us-east-1",
      service: "lambda",
      signedHeaders: ["host", "x-amz-date"],
      signature: "ab",
      date: "20150830T123600Z",
      timeMs: Date.UTC(2015, 7, 30, 12, 36),
      expiresS: undefined,
      sessionToken: undefined,
    });
  });

  test("may be dated by the Date header", () => {
    const claimed = claimedSignature({
      method: "GET",
      url: "/",
      headers: {
        date: "Sun, 30 Aug 2015 12:36:00 GMT",
        authorization: `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=date;host, Signature=ab`,
      },
    });
    assert.equal(claimed.date, "20150830T123600Z");
  });

  test("is missed", () => {
    assert.throws(() => claimedSignature({ method: "GET", url: "/?a=b", headers: {} }), {
      kind: "missing",
      message: "Missing Authentication Token",
    });
  });

  for (const [what, act, message] of broken)
    test(`is incomplete with ${what}`, () => {
      assert.throws(act, { kind: "incomplete", message });
    });

  test("may not be scoped to another day", () => {
    assert.throws(
      () =>
        fromHeader(`AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host, Signature=ab`, {
          "x-amz-date": "20150831T123600Z",
        }),
      {
        kind: "mismatch",
        message:
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150830' != '20150831', from '20150831T123600Z'.",
      },
    );
  });
});
