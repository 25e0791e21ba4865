import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { WireHead } from "../dispatcher.ts";
import { isAwsChunked, unframe } from "./aws-chunked.ts";
import { claimedSignature } from "./claimed-signature.ts";
import { SigningKeys } from "./signing-key.ts";
import type { VerifiedSignature } from "./verifier.ts";
import { verifySignature } from "./verifier.ts";

// The two examples of the Amazon S3 API reference: "Transferring payload in multiple chunks", without and with trailer.
const NOW_MS = Date.UTC(2013, 4, 24);
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const CALLER = {
  accountId: "123456789012",
  arn: "arn:aws:iam::123456789012:root",
  userId: "u",
  accessKeyId: undefined,
};

function putHead(payload: string, names: string, signature: string, more: Readonly<Record<string, string>>): WireHead {
  return {
    method: "PUT",
    url: "/examplebucket/chunkObject.txt",
    headers: {
      host: "s3.amazonaws.com",
      "x-amz-date": "20130524T000000Z",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
      "x-amz-content-sha256": payload,
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": "66560",
      authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`,
      ...more,
    },
  };
}

const SIGNED = putHead(
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
  "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  { "content-length": "66824" },
);
const TRAILED = putHead(
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
  "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
  { "x-amz-trailer": "x-amz-checksum-crc32c" },
);

function chunks(signatures: readonly [string, string, string], end = "\r\n"): Buffer {
  const [first, second, last] = signatures;
  return Buffer.concat([
    Buffer.from(`10000;chunk-signature=${first}\r\n`),
    Buffer.alloc(65_536, "a"),
    Buffer.from(`\r\n400;chunk-signature=${second}\r\n`),
    Buffer.alloc(1_024, "a"),
    Buffer.from(`\r\n0;chunk-signature=${last}\r\n${end}`),
  ]);
}

const SIGNED_BODY = chunks([
  "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
  "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
  "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
]);
const TRAILED_BODY = chunks(
  [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
  ],
  "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
);

function verified(head: WireHead, body: Uint8Array): VerifiedSignature {
  const credential = { secretAccessKey: SECRET, sessionToken: undefined, caller: CALLER };
  return verifySignature(new SigningKeys(), head, body, claimedSignature(head), credential, NOW_MS);
}

describe("aws-chunked bodies", () => {
  test("are told by their head", () => {
    assert.ok(isAwsChunked(SIGNED));
    assert.ok(isAwsChunked({ method: "PUT", url: "/", headers: { "content-encoding": "gzip, aws-chunked" } }));
    assert.ok(!isAwsChunked({ method: "PUT", url: "/", headers: { "content-encoding": "gzip" } }));
  });

  test("with signed chunks are unframed as the S3 reference shows", () => {
    const { body } = unframe(SIGNED, SIGNED_BODY, verified(SIGNED, SIGNED_BODY));
    assert.deepEqual(Buffer.from(body), Buffer.alloc(66_560, "a"));
  });

  test("with a signed trailer are unframed as the S3 reference shows", () => {
    const { body, trailers } = unframe(TRAILED, TRAILED_BODY, verified(TRAILED, TRAILED_BODY));
    assert.equal(body.length, 66_560);
    assert.deepEqual(trailers, { "x-amz-checksum-crc32c": "sOO8/Q==" });
  });

  test("are refused when a byte of a chunk, a signature or the trailer was changed", () => {
    for (const at of [500, 40, SIGNED_BODY.length - 20]) {
      const changed = Buffer.from(SIGNED_BODY);
      changed[at] = changed[at] === 0x61 ? 0x62 : 0x61;
      assert.throws(() => unframe(SIGNED, changed, verified(SIGNED, changed)), { name: "SignatureFault" });
    }
    const text = TRAILED_BODY.toString("latin1").replace("sOO8/Q==", "sOO8/R==");
    const changed = Buffer.from(text, "latin1");
    assert.throws(() => unframe(TRAILED, changed, verified(TRAILED, changed)), { kind: "mismatch" });
  });

  test("without signatures yield body and trailers", () => {
    const head = { method: "PUT", url: "/", headers: { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" } };
    const { body, trailers } = unframe(
      head,
      Buffer.from("5\r\nhello\r\n1\r\n!\r\n0\r\nX-Amz-Checksum-Crc32:abc=\r\n\r\n"),
      undefined,
    );
    assert.equal(Buffer.from(body).toString(), "hello!");
    assert.deepEqual(trailers, { "x-amz-checksum-crc32": "abc=" });
  });

  const PLAIN: WireHead = { method: "PUT", url: "/", headers: { "x-amz-decoded-content-length": "5" } };
  const broken: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["no chunk head", "hello"],
    ["a length that is no number", "xyz\r\nhello\r\n0\r\n\r\n"],
    ["a chunk that ends early", "9\r\nhello\r\n0\r\n\r\n"],
    ["a chunk that goes on", "3\r\nhello\r\n0\r\n\r\n"],
    ["no last chunk", "5\r\nhello\r\n"],
    ["another length than stated", "4\r\nhell\r\n0\r\n\r\n"],
    ["a nameless trailer", "5\r\nhello\r\n0\r\n:x\r\n\r\n"],
    ["an enormous length", "ffffffff\r\nhello\r\n0\r\n\r\n"],
  ];
  for (const [what, text] of broken)
    test(`are refused with ${what}`, () => {
      assert.throws(() => unframe(PLAIN, Buffer.from(text), undefined), { kind: "broken-framing" });
    });
});
