import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, describe, it } from "node:test";
import { TestClock } from "../../src/base/index.ts";
import { s3Objects } from "../../src/server/objects/s3-objects.ts";
import { forgedZip } from "../system/forged-zip.ts";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";
import { useS3 } from "./s3-server.ts";

const s3 = useS3();
const fixture = useControlPlane();

const KEY = { S3Bucket: "bucket", S3Key: "some/code.zip" };

async function sha256(source: string): Promise<string> {
  return createHash("sha256")
    .update(await code(source))
    .digest("base64");
}

describe("code from S3", () => {
  before(async () => {
    fixture().objects = s3Objects({ endpoint: s3.endpoint, credentials: undefined, clock: new TestClock() });
    await fixture().restart();
    s3.objects.set("bucket/some/code.zip", [await code("1"), await code("2")]);
    s3.objects.set("bucket/empty", [forgedZip([])]);
    s3.objects.set("bucket/text", [Buffer.from("not a zip")]);
  });

  it("makes a function, of the newest version", async () => {
    const account = fixture().newAccount();
    const { CodeSha256 } = await account.createActive("f", { Code: KEY });
    assert.equal(CodeSha256, await sha256("2"));
    const { Code } = await account.call("GetFunction", { FunctionName: "f" });
    assert.equal(Code?.ResolvedS3Object, undefined);
  });

  it("updates a function, to a version, and remembers which it was", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const wanted = { ...KEY, S3ObjectVersion: "0", S3ObjectStorageMode: "REFERENCE" as const };
    await account.call("UpdateFunctionCode", { FunctionName: "f", ...wanted });
    assert.equal((await account.settled("f")).CodeSha256, await sha256("1"));
    const { Code } = await account.call("GetFunction", { FunctionName: "f" });
    assert.deepEqual(Code?.ResolvedS3Object, { ...KEY, S3ObjectVersion: "0" });
  });

  it("makes a layer", async () => {
    const account = fixture().newAccount();
    const { Content } = await account.call("PublishLayerVersion", { LayerName: "l", Content: KEY });
    assert.equal(Content?.CodeSha256, await sha256("2"));
  });
});

describe("code that S3 does not give", () => {
  const S3_ERROR = "Error occurred while GetObject. S3 Error Code:";
  const rows: readonly [code: object, message: string | RegExp][] = [
    [{ ...KEY, S3Key: "none" }, `${S3_ERROR} NoSuchKey. S3 Error Message: The specified key does not exist.`],
    [{ ...KEY, S3Bucket: "none" }, `${S3_ERROR} NoSuchBucket. S3 Error Message: The specified bucket does not exist`],
    [
      { ...KEY, S3ObjectVersion: "9" },
      `${S3_ERROR} NoSuchVersion. S3 Error Message: The specified version does not exist.`,
    ],
    [{ ...KEY, S3Key: "empty" }, "Uploaded file must be a non-empty zip"],
    [{ ...KEY, S3Key: "text" }, "Could not unzip uploaded file. Please check your file, then try to upload again."],
    [{ S3Key: "text" }, "S3 Bucket and Key are required for uploading with S3 parameters."],
    [{ S3ObjectVersion: "1" }, "S3 Bucket and Key are required for uploading with S3 parameters."],
  ];
  for (const [Code, message] of rows)
    it(JSON.stringify(Code), async () => {
      const account: Account = fixture().newAccount();
      const error = await account.failure("CreateFunction", {
        FunctionName: "f",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::000000000000:role/x",
        Code,
      });
      assert.deepEqual([error.status, error.code, error.message], [400, "InvalidParameterValueException", message]);
      assert.equal((await account.failure("GetFunction", { FunctionName: "f" })).status, 404);
    });

  it("an endpoint where nobody is", async () => {
    const nowhere = s3Objects({ endpoint: "http://127.0.0.1:1", credentials: undefined, clock: new TestClock() });
    const working = fixture().objects;
    fixture().objects = nowhere;
    await fixture().restart();
    const account = fixture().newAccount();
    const error = await account.failure("PublishLayerVersion", { LayerName: "l", Content: KEY });
    assert.deepEqual([error.status, error.code], [500, "ServiceException"]);
    assert.match(
      error.message,
      /^The code could not be fetched: the S3 endpoint http:\/\/127\.0\.0\.1:1 did not answer/,
    );
    fixture().objects = working;
    await fixture().restart();
  });
});
