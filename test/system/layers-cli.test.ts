// Layers through the stock AWS CLI: what it sends, shows and reports, as people and scripts see it.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";
import { zip } from "./zip.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:layer:tools";
const ROLE = "arn:aws:iam::000000000000:role/x";

let hearth: HearthProcess;
let aws: AwsCli;
let folder: string;

before(async () => {
  hearth = await HearthProcess.start();
  aws = new AwsCli(hearth.endpoint);
  folder = await mkdtemp(join(tmpdir(), "hearth-layers-"));
  await writeFile(join(folder, "layer.zip"), await zip({ "python/tools.py": "VALUE = 1" }));
  await writeFile(join(folder, "code.zip"), await zip({ "index.py": "def handler(event, context): return 1" }));
});
after(async () => {
  await hearth.dispose();
  await rm(folder, { recursive: true, force: true });
});

function lambda(command: string, ...words: readonly string[]): Promise<Record<string, unknown>> {
  return aws.json("lambda", command, ...words);
}

function complaint(command: string, ...words: readonly string[]): Promise<string> {
  return aws.failure("lambda", command, ...words);
}

describe("a layer", () => {
  it("is published, listed and found", async () => {
    const options = [
      "--description",
      "d",
      "--license-info",
      "MIT",
      "--compatible-runtimes",
      "python3.11",
      "nodejs22.x",
    ];
    const published = await lambda(
      ...([
        "publish-layer-version",
        "--layer-name",
        "tools",
        ...options,
        "--compatible-architectures",
        "x86_64",
      ] as const),
      "--zip-file",
      `fileb://${join(folder, "layer.zip")}`,
    );
    assert.equal(published["LayerVersionArn"], `${ARN}:1`);
    assert.match(String(published["CreatedDate"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    const { Content: _location, ...shown } = published;
    const found = await lambda("get-layer-version-by-arn", "--arn", `${ARN}:1`);
    assert.deepEqual({ ...found, Content: null }, { ...shown, Content: null });
    const { LayerArn: _arn, ...item } = shown;
    assert.deepEqual(await lambda("list-layer-versions", "--layer-name", "tools"), { LayerVersions: [item] });
    assert.deepEqual(await lambda("list-layers", "--compatible-runtime", "nodejs22.x"), {
      Layers: [{ LayerName: "tools", LayerArn: ARN, LatestMatchingVersion: item }],
    });
    assert.deepEqual(await lambda("list-layers", "--compatible-architecture", "arm64"), { Layers: [] });
  });

  it("is shared and no longer shared", async () => {
    const version = ["--layer-name", "tools", "--version-number", "1"];
    const statement = ["--statement-id", "all", "--action", "lambda:GetLayerVersion", "--principal", "*"];
    const added = await lambda("add-layer-version-permission", ...version, ...statement);
    const { Policy, RevisionId } = await lambda("get-layer-version-policy", ...version);
    assert.equal(RevisionId, added["RevisionId"]);
    assert.deepEqual((JSON.parse(String(Policy)) as { Statement: unknown }).Statement, [
      JSON.parse(String(added["Statement"])),
    ]);
    await lambda("remove-layer-version-permission", ...version, "--statement-id", "all");
    assert.match(
      await complaint("get-layer-version-policy", ...version),
      /\(ResourceNotFoundException\) when calling the GetLayerVersionPolicy operation: No policy is associated/,
    );
  });

  it("is given to a function, deleted, and kept by it", async () => {
    const code = ["--zip-file", `fileb://${join(folder, "code.zip")}`, "--role", ROLE];
    const created = await lambda(
      ...([
        "create-function",
        "--function-name",
        "f",
        "--runtime",
        "python3.11",
        "--handler",
        "index.handler",
      ] as const),
      ...code,
      "--layers",
      `${ARN}:1`,
    );
    assert.deepEqual(
      (created["Layers"] as { Arn: string }[]).map(({ Arn }) => Arn),
      [`${ARN}:1`],
    );
    await aws.text("lambda", "wait", "function-active-v2", "--function-name", "f");
    assert.equal(
      await aws.text("lambda", "delete-layer-version", "--layer-name", "tools", "--version-number", "1"),
      "",
    );
    const kept = await lambda("get-function-configuration", "--function-name", "f");
    assert.deepEqual(kept["Layers"], created["Layers"]);
    const update = ["--function-name", "f", "--layers"];
    assert.match(
      await complaint("update-function-configuration", ...update, `${ARN}:1`),
      /\(InvalidParameterValueException\).*: Layer version arn:aws:lambda:us-east-1:000000000000:layer:tools:1 does not exist\./,
    );
    assert.match(
      await complaint("update-function-configuration", ...update, ARN),
      /\(ValidationException\).*: 1 validation error detected: Value '\[arn:\S+:tools\]' at 'layers' failed to satisfy/,
    );
  });
});

describe("a wrong request", () => {
  const wrong: readonly [words: readonly string[], complaint: RegExp][] = [
    [
      ["get-layer-version-by-arn", "--arn", ARN],
      /\(ValidationException\).*: 1 validation error detected: Value 'arn:\S+:tools' at 'arn' failed to satisfy/,
    ],
    [
      ["publish-layer-version", "--layer-name", "l", "--content", "S3Bucket=bucket,S3Key=k"],
      /\(InvalidParameterValueException\).*: Error occurred while GetObject\. S3 Error Code: NoSuchBucket\./,
    ],
    [
      ["publish-layer-version", "--layer-name", "a b", "--content", "S3Bucket=bucket,S3Key=k"],
      /\(ValidationException\).*Value 'a b' at 'layerName' failed to satisfy constraint/,
    ],
  ];
  for (const [[command = "", ...words], expected] of wrong)
    it(`${command} ${words.join(" ")}`, async () => {
      assert.match(await complaint(command, ...words), expected);
    });
  it("add-layer-version-permission with another action", async () => {
    const words = ["--layer-name", "l", "--version-number", "1", "--statement-id", "s", "--principal", "*"];
    assert.match(
      await complaint("add-layer-version-permission", ...words, "--action", "*"),
      /1 validation error detected: Value '\*' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: lambda:GetLayerVersion/,
    );
  });
});
