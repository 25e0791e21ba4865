// The life of a function, from creation to deletion, over the real stores.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { code, ROLE, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

describe("CreateFunction", () => {
  it("answers with every default, Pending", async () => {
    const account = fixture().newAccount();
    const ZipFile = await code("1");
    const created = await account.create("plain", { Code: { ZipFile } });
    assert.match(String(created.RevisionId), /^[0-9a-f-]{36}$/);
    assert.match(String(created.ConfigSha256), /^[A-Za-z0-9+/]{43}=$/);
    const { RevisionId: _r, ConfigSha256: _c, ...rest } = created;
    assert.deepEqual(rest, {
      FunctionName: "plain",
      FunctionArn: account.arn("plain"),
      Runtime: "nodejs22.x",
      Role: ROLE,
      Handler: "index.handler",
      CodeSize: ZipFile.length,
      Description: "",
      Timeout: 3,
      MemorySize: 128,
      LastModified: new Date(fixture().clock.nowMs()).toISOString().replace("Z", "+0000"),
      CodeSha256: createHash("sha256").update(ZipFile).digest("base64"),
      Version: "$LATEST",
      TracingConfig: { Mode: "PassThrough" },
      PackageType: "Zip",
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/plain" },
      State: "Pending",
      StateReason: "The function is being created.",
      StateReasonCode: "Creating",
      RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:eu-west-1::runtime:${"ab".repeat(32)}` },
    });
  });

  it("becomes Active with a new revision", async () => {
    const account = fixture().newAccount();
    const created = await account.create("awakes");
    const active = await account.settled("awakes");
    assert.deepEqual(
      [active.State, active.LastUpdateStatus, active.StateReason, active.StateReasonCode],
      ["Active", "Successful", undefined, undefined],
    );
    assert.notEqual(active.RevisionId, created.RevisionId);
  });

  it("answers later what was sent, member by member", async () => {
    const account = fixture().newAccount();
    const sent = {
      Description: "said",
      Timeout: 900,
      MemorySize: 10_240,
      Environment: { Variables: { A: "1", B: "é" } },
      EphemeralStorage: { Size: 10_240 },
      TracingConfig: { Mode: "Active" as const },
      Architectures: ["arm64" as const],
      DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-1:000000000000:dead" },
      KMSKeyArn: "arn:aws:kms:eu-west-1:000000000000:key/k",
      FileSystemConfigs: [
        { Arn: "arn:aws:elasticfilesystem:eu-west-1:000000000000:access-point/fsap-1", LocalMountPath: "/mnt/x" },
      ],
      LoggingConfig: {
        LogFormat: "JSON" as const,
        LogGroup: "mine",
        ApplicationLogLevel: "DEBUG" as const,
        SystemLogLevel: "WARN" as const,
      },
    };
    await account.create("full", {
      ...sent,
      SnapStart: { ApplyOn: "PublishedVersions" },
      VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
    });
    const read: Record<string, unknown> = { ...(await account.settled("full")) };
    for (const [member, value] of Object.entries(sent)) assert.deepEqual(read[member], value, member);
    assert.deepEqual(read["SnapStart"], { ApplyOn: "PublishedVersions", OptimizationStatus: "Off" });
    assert.deepEqual(read["VpcConfig"], {
      SubnetIds: ["subnet-1"],
      SecurityGroupIds: ["sg-1"],
      VpcId: "",
      Ipv6AllowedForDualStack: false,
    });
  });

  it("of several at once with one name, one wins", async () => {
    const account = fixture().newAccount();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => account.create("once")));
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    const again = await account.failure("CreateFunction", {
      FunctionName: "once",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: ROLE,
      Code: { ZipFile: await code("x") },
    });
    assert.deepEqual(
      [again.code, again.status, again.message],
      ["ResourceConflictException", 409, "Function already exist: once"],
    );
    assert.equal((await account.settled("once")).State, "Active");
  });
});

describe("reading", () => {
  it("GetFunction links to the code for ten minutes", async () => {
    const { lambda, clock } = fixture();
    const account = fixture().newAccount();
    await account.create("linked", { Tags: { team: "food" } });
    const found = await account.call("GetFunction", { FunctionName: "linked" });
    assert.deepEqual(found.Tags, { team: "food" });
    assert.equal(found.Code?.RepositoryType, "S3");
    const location = String(found.Code?.Location);
    const sha256 = Buffer.from(String(found.Configuration?.CodeSha256), "base64").toString("hex");
    assert.ok(location.startsWith(`http://localhost:4566/_hearth/packages/${sha256}?`), location);
    assert.deepEqual(lambda.codeLocations.verify(location), { valid: true, sha256 });
    await clock.advance(601_000);
    assert.deepEqual(lambda.codeLocations.verify(location), { valid: false, reason: "expired" });
  });

  it("the qualifier that was asked for is in the ARN", async () => {
    const account = fixture().newAccount();
    await account.create("named");
    for (const FunctionName of ["named:$LATEST", `${account.arn("named")}:$LATEST`]) {
      const { FunctionArn } = await account.call("GetFunctionConfiguration", { FunctionName });
      assert.equal(FunctionArn, `${account.arn("named")}:$LATEST`);
    }
    const versions = await account.call("ListVersionsByFunction", { FunctionName: "named" });
    assert.deepEqual(
      versions.Versions?.map((v) => [v.FunctionArn, v.Version, v.State, v.LastUpdateStatus]),
      [[`${account.arn("named")}:$LATEST`, "$LATEST", undefined, undefined]],
    );
  });

  it("lists page by page, each account and region apart, though functions come and go", async () => {
    const account = fixture().newAccount();
    const names = Array.from({ length: 7 }, (_, n) => `f${n}`);
    for (const name of names) await account.create(name);
    await fixture().newAccount().create("foreign");
    const seen: string[] = [];
    for (let Marker: string | undefined, pages = 0; pages === 0 || Marker !== undefined; pages++) {
      const page = await account.call("ListFunctions", { MaxItems: 3, Marker });
      seen.push(...(page.Functions ?? []).map((f) => String(f.FunctionName)));
      Marker = page.NextMarker;
      if (pages === 0) await account.call("DeleteFunction", { FunctionName: "f2" });
    }
    assert.deepEqual(seen, names);
    const all = await account.call("ListFunctions", { FunctionVersion: "ALL" });
    assert.equal(all.Functions?.length, 6);
    assert.equal(all.Functions?.[0]?.FunctionArn, `${account.arn("f0")}:$LATEST`);
    assert.equal(all.Functions?.[0]?.State, undefined);
    assert.equal((await account.failure("ListFunctions", { Marker: "no" })).code, "InvalidParameterValueException");
    const { AccountUsage } = await account.call("GetAccountSettings", {});
    assert.equal(AccountUsage?.FunctionCount, 6);
  });

  it("what cannot be set yet reads as never set", async () => {
    const account = fixture().newAccount();
    await account.create("bare");
    const wanted = { FunctionName: "bare" };
    assert.deepEqual(await account.call("GetFunctionConcurrency", wanted), {});
    assert.deepEqual(await account.call("GetFunctionCodeSigningConfig", wanted), {});
    assert.deepEqual(await account.call("GetRuntimeManagementConfig", wanted), {
      UpdateRuntimeOn: "Auto",
      FunctionArn: `${account.arn("bare")}:$LATEST`,
    });
    assert.equal((await account.failure("GetPolicy", wanted)).message, "The resource you requested does not exist.");
  });
});

describe("updating", () => {
  it("code: in progress first, the old code serving, then successful", async () => {
    const { invoker } = fixture();
    const account = fixture().newAccount();
    const before = await account.createActive("changes");
    const ZipFile = await code("exports.handler = async () => 2");
    const updated = await account.call("UpdateFunctionCode", { FunctionName: "changes", ZipFile });
    assert.deepEqual(
      [updated.State, updated.LastUpdateStatus, updated.LastUpdateStatusReason, updated.LastUpdateStatusReasonCode],
      ["Active", "InProgress", "The function is being created.", "Creating"],
    );
    assert.equal(updated.CodeSha256, createHash("sha256").update(ZipFile).digest("base64"));
    await account.call("Invoke", { FunctionName: "changes" });
    const old = invoker.invoked.at(-1)?.spec;
    const after = await account.settled("changes");
    assert.deepEqual([after.LastUpdateStatus, after.LastUpdateStatusReason], ["Successful", undefined]);
    assert.equal(new Set([before.RevisionId, updated.RevisionId, after.RevisionId]).size, 3);
    await account.call("Invoke", { FunctionName: "changes" });
    const fresh = invoker.invoked.at(-1)?.spec;
    assert.notEqual(fresh?.codeFolder, old?.codeFolder);
    assert.ok(invoker.retired.includes(String(old?.hash)), "the old environments were not retired");
    assert.ok(!invoker.retired.includes(String(fresh?.hash)));
  });

  it("configuration: what is not given stays, what is empty goes", async () => {
    const account = fixture().newAccount();
    await account.createActive("tuned", {
      Description: "d",
      Environment: { Variables: { A: "1" } },
      DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-1:000000000000:dead" },
      LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "ERROR" },
    });
    const change = async (input: object): Promise<Record<string, unknown>> => {
      await account.call("UpdateFunctionConfiguration", { FunctionName: "tuned", ...input });
      return { ...(await account.settled("tuned")) };
    };
    const timeout = await change({ Timeout: 30 });
    assert.deepEqual([timeout["Timeout"], timeout["Description"]], [30, "d"]);
    assert.deepEqual(timeout["LoggingConfig"], {
      LogFormat: "JSON",
      LogGroup: "/aws/lambda/tuned",
      ApplicationLogLevel: "ERROR",
      SystemLogLevel: "INFO",
    });
    const emptied = await change({ DeadLetterConfig: { TargetArn: "" }, Environment: { Variables: { B: "2" } } });
    assert.deepEqual([emptied["DeadLetterConfig"], emptied["Environment"]], [undefined, { Variables: { B: "2" } }]);
    const bare = await change({ Environment: { Variables: {} } });
    assert.ok(!("Environment" in bare), "no variables at all are no environment");
    const text = await change({ LoggingConfig: { LogFormat: "Text" } });
    assert.deepEqual(text["LoggingConfig"], { LogFormat: "Text", LogGroup: "/aws/lambda/tuned" });
  });

  it("of two that update with the same revision, one wins and the other is told to read again", async () => {
    const account = fixture().newAccount();
    const { RevisionId } = await account.createActive("raced");
    const update = (Timeout: number) =>
      account.call("UpdateFunctionConfiguration", { FunctionName: "raced", Timeout, RevisionId });
    const outcomes = await Promise.allSettled([update(11), update(12)]);
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
    // While the winner's update is in progress, and after it.
    const stale = { FunctionName: "raced", ZipFile: await code("late"), RevisionId };
    assert.equal((await account.failure("UpdateFunctionCode", stale)).status, 412);
    await account.settled("raced");
    assert.equal((await account.failure("UpdateFunctionCode", stale)).status, 412);
  });

  it("a dry run checks the code and changes nothing", async () => {
    const account = fixture().newAccount();
    const before = await account.createActive("tried");
    const ZipFile = await code("other");
    const tried = await account.call("UpdateFunctionCode", { FunctionName: "tried", ZipFile, DryRun: true });
    assert.equal(tried.CodeSha256, createHash("sha256").update(ZipFile).digest("base64"));
    assert.deepEqual(await account.settled("tried"), before);
    const bad = { FunctionName: "tried", ZipFile: Buffer.from("no zip"), DryRun: true };
    assert.match((await account.failure("UpdateFunctionCode", bad)).message, /^Could not unzip uploaded file\./);
  });
});

describe("tags", () => {
  it("are added, listed and taken away without touching the revision", async () => {
    const account = fixture().newAccount();
    const { RevisionId } = await account.createActive("tagged", { Tags: { a: "1", b: "2" } });
    const Resource = account.arn("tagged");
    await account.call("TagResource", { Resource, Tags: { b: "3", c: "4" } });
    await account.call("UntagResource", { Resource, TagKeys: ["a", "never"] });
    assert.deepEqual(await account.call("ListTags", { Resource }), { Tags: { b: "3", c: "4" } });
    assert.equal((await account.settled("tagged")).RevisionId, RevisionId);
  });

  it("written by many at once are all kept", async () => {
    const account = fixture().newAccount();
    await account.createActive("many");
    const Resource = account.arn("many");
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => account.call("TagResource", { Resource, Tags: { [`k${n}`]: "v" } })),
    );
    assert.equal(Object.keys((await account.call("ListTags", { Resource })).Tags ?? {}).length, 40);
  });
});
