import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, describe, it } from "node:test";
import { TestClock } from "../../base/index.ts";
import { type ObjectSource, ObjectSourceError } from "../../lambda/index.ts";
import { s3Objects } from "./s3-objects.ts";
import type { S3Credentials } from "./s3-settings.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let endpoint: string;
let answer: Answer;
const asked: URL[] = [];

before(async () => {
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://host"));
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  asked.length = 0;
});

const KEYS: S3Credentials = { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" };

function source(credentials?: S3Credentials, at = endpoint): ObjectSource {
  return s3Objects({ endpoint: at, credentials, clock: new TestClock() });
}

const ADDRESS = { bucket: "bucket", key: "key", versionId: undefined };

async function failure(address = ADDRESS, bytesMax = 10, at?: string): Promise<ObjectSourceError> {
  const outcome = await source(undefined, at)
    .read(address, "eu-west-1", bytesMax)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  assert.ok(outcome instanceof ObjectSourceError, String(outcome));
  return outcome;
}

describe("reading an object", () => {
  it("asks by path, signed for the region, and for a version", async () => {
    answer = (_request, response) => response.setHeader("x-amz-version-id", "v 1").end("content");
    const address = { bucket: "bucket", key: "a b/ü(1)+.zip", versionId: "v 1" };
    const read = await source(KEYS).read(address, "eu-west-1", 100);
    assert.deepEqual([read.content.toString(), read.versionId], ["content", "v 1"]);
    const [url] = asked;
    assert.equal(url?.pathname, "/bucket/a%20b/%C3%BC%281%29%2B.zip");
    assert.equal(url.searchParams.get("versionId"), "v 1");
    assert.match(String(url.searchParams.get("X-Amz-Credential")), /^id\/\d{8}\/eu-west-1\/s3\/aws4_request$/);
    assert.equal(url.searchParams.get("X-Amz-Security-Token"), "token");
    assert.match(String(url.searchParams.get("X-Amz-Signature")), /^[0-9a-f]{64}$/);
  });

  it("asks without a signature where there are no keys", async () => {
    answer = (_request, response) => response.setHeader("x-amz-version-id", "null").end("x");
    assert.equal((await source().read(ADDRESS, "eu-west-1", 1)).versionId, undefined);
    assert.equal(asked[0]?.search, "");
  });

  it("puts the bucket below the path of the endpoint", async () => {
    answer = (_request, response) => response.end("x");
    await source(undefined, `${endpoint}/s3/`).read(ADDRESS, "eu-west-1", 1);
    assert.equal(asked[0]?.pathname, "/s3/bucket/key");
  });
});

describe("an object that cannot be had", () => {
  const errors: readonly [status: number, headers: Record<string, string>, body: string, expected: string[]][] = [
    [
      404,
      {},
      "<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
      ["refused", "NoSuchKey", "The specified key does not exist."],
    ],
    [
      403,
      {},
      "<Error><Code>AccessDenied</Code><Message>Not &lt;you&gt; &amp; me</Message></Error>",
      ["refused", "AccessDenied", "Not <you> & me"],
    ],
    [
      301,
      { "x-amz-bucket-region": "us-east-2" },
      "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>",
      [
        "refused",
        "PermanentRedirect",
        "The bucket is in this region: us-east-2. Please use this region to retry the request",
      ],
    ],
    [404, {}, "", ["refused", "NoSuchKey", ""]],
    [500, {}, "oops", ["unreachable", "Unreadable", "S3 answered with status 500 and no error"]],
    [200, {}, "more than ten bytes", ["too-large", "EntityTooLarge", "it has more than 10 bytes"]],
  ];
  for (const [status, headers, body, expected] of errors)
    it(`${status} ${expected[1]}`, async () => {
      answer = (_request, response) => response.writeHead(status, headers).end(body);
      const error = await failure();
      assert.deepEqual([error.failure, error.code, error.message], expected);
    });

  it("a body without declared length is cut off at the limit", async () => {
    answer = (_request, response) => {
      response.write("x".repeat(8));
      const timer = setInterval(() => response.write("x".repeat(1_000)), 1);
      response.on("close", () => clearInterval(timer));
    };
    assert.equal((await failure()).failure, "too-large");
  });

  it("a body that breaks off, and nobody at the endpoint", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "5" });
      response.write("x");
      setTimeout(() => response.destroy(), 5);
    };
    assert.equal((await failure()).failure, "unreachable");
    const error = await failure(ADDRESS, 1, "http://127.0.0.1:1");
    assert.match(error.message, /^the S3 endpoint http:\/\/127\.0\.0\.1:1 did not answer: .*ECONNREFUSED/);
  });

  it("a key that steps out of its bucket is not asked for", async () => {
    const error = await failure({ ...ADDRESS, key: "../other/key" });
    assert.deepEqual([error.code, asked.length], ["NoSuchKey", 0]);
  });
});
