// Who is calling, what an unknown request is told, and what signatures protect.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";

const HEARTH = join(import.meta.dirname, "../../bin/hearth.mjs");
const execute = promisify(execFile);

describe("without signatures, on loopback", () => {
  let hearth: HearthProcess;
  before(async () => {
    hearth = await HearthProcess.start();
  });
  after(() => hearth.dispose());

  it("sts get-caller-identity answers", async () => {
    const identity = await new AwsCli(hearth.endpoint).json("sts", "get-caller-identity");
    assert.equal(identity["Account"], "000000000000");
    assert.equal(identity["Arn"], "arn:aws:iam::000000000000:root");
  });

  it("a twelve-digit access key id is the account", async () => {
    const identity = await new AwsCli(hearth.endpoint, { AWS_ACCESS_KEY_ID: "123456789012" }).json(
      "sts",
      "get-caller-identity",
    );
    assert.equal(identity["Account"], "123456789012");
  });

  const absent: [words: string[], complaint: RegExp][] = [
    [["logs", "describe-metric-filters"], /DescribeMetricFilters/],
    [
      [
        "logs",
        "start-query",
        "--log-group-name",
        "g",
        "--start-time",
        "0",
        "--end-time",
        "1",
        "--query-string",
        "fields @message",
      ],
      /StartQuery/,
    ],
    [
      ["sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/x", "--role-session-name", "session"],
      /AssumeRole/,
    ],
    [["kinesis", "list-streams"], /kinesis|ListStreams/i],
    [["iam", "list-users"], /iam|ListUsers/i],
    [["s3api", "list-buckets"], /s3|ListBuckets/i],
    [["dynamodb", "list-tables"], /dynamodb|ListTables/i],
  ];
  for (const [words, complaint] of absent) {
    it(`aws ${words.slice(0, 2).join(" ")} names what is not there, in the protocol's own form`, async () => {
      const error = await new AwsCli(hearth.endpoint).failure(...words);
      assert.match(error, /An error occurred \(\w+\) when calling/);
      assert.match(error, complaint);
    });
  }
});

describe("with --auth sigv4", () => {
  let hearth: HearthProcess;
  let keys: { accessKeyId: string; secretAccessKey: string };

  before(async () => {
    hearth = await HearthProcess.start({ flags: ["--auth", "sigv4"] });
    const { stdout } = await execute(
      process.execPath,
      [HEARTH, "keys", "create", "--json", "--data", hearth.dataFolder],
      {
        env: { PATH: process.env["PATH"], HEARTH_PORT: String(hearth.port) },
      },
    );
    keys = JSON.parse(stdout) as typeof keys;
  });
  after(() => hearth.dispose());

  it("a key that hearth keys create made is accepted", async () => {
    const aws = new AwsCli(hearth.endpoint, {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    });
    assert.equal((await aws.json("sts", "get-caller-identity"))["Account"], "000000000000");
    assert.deepEqual((await aws.json<{ Functions: unknown[] }>("lambda", "list-functions")).Functions, []);
  });

  it("an unknown key and a wrong secret are refused as AWS does", async () => {
    assert.match(
      await new AwsCli(hearth.endpoint).failure("lambda", "list-functions"),
      /\(UnrecognizedClientException\).*The security token included in the request is invalid\./,
    );
    const wrong = new AwsCli(hearth.endpoint, { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: "wrong" });
    assert.match(
      await wrong.failure("lambda", "list-functions"),
      /\(InvalidSignatureException\).*The request signature we calculated does not match the signature you provided/,
    );
    const { status } = await fetch(`${hearth.endpoint}/2015-03-31/functions`);
    assert.equal(status, 403);
  });
});

it("an address off loopback is refused until signatures are enforced", async () => {
  await assert.rejects(HearthProcess.start({ flags: ["--host", "0.0.0.0"] }), /--host is "0.0.0.0".*--auth sigv4/s);
});
