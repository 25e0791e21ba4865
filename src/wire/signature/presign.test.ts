import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireHead } from "../dispatcher.ts";
import { claimedSignature } from "./claimed-signature.ts";
import type { PresignOptions } from "./presign.ts";
import { presignUrl } from "./presign.ts";
import { SigningKeys } from "./signing-key.ts";
import { verifySignature } from "./verifier.ts";

const CALLER = {
  accountId: "123456789012",
  arn: "arn:aws:iam::123456789012:root",
  userId: "u",
  accessKeyId: undefined,
};
const GUIDE: PresignOptions = {
  method: "GET",
  url: "https://examplebucket.s3.amazonaws.com/test.txt",
  region: "us-east-1",
  service: "s3",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  expiresS: 86_400,
  nowMs: Date.UTC(2013, 4, 24),
};

test("presigning makes the URL of the S3 guide", () => {
  assert.match(presignUrl(GUIDE), /&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404$/);
});

test("what was presigned verifies, with session token and parameters of its own", () => {
  for (const service of ["s3", "lambda"]) {
    const options = { ...GUIDE, service, sessionToken: "a/b+c=", url: "http://localhost:4566/a b/c:d?version=1&x=%20" };
    const url = new URL(presignUrl(options));
    const head: WireHead = { method: "GET", url: url.pathname + url.search, headers: { host: url.host } };
    const credential = { secretAccessKey: GUIDE.secretAccessKey, sessionToken: "a/b+c=", caller: CALLER };
    const verify = (changed: WireHead): unknown =>
      verifySignature(
        new SigningKeys(),
        changed,
        new Uint8Array(0),
        claimedSignature(changed),
        credential,
        GUIDE.nowMs,
      );
    verify(head);
    assert.throws(() => verify({ ...head, url: head.url.replace("version=1", "version=2") }), { kind: "mismatch" });
  }
});
