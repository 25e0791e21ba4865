// Function URL configurations: the shapes that were recorded of the service, and how long they live.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const fixture = useControlPlane();

const CORS = {
  AllowCredentials: true,
  AllowHeaders: ["date", "x-custom"],
  AllowMethods: ["GET", "POST"],
  AllowOrigins: ["https://www.example.com", "*"],
  ExposeHeaders: ["x-amz-date"],
  MaxAge: 86_400,
};

async function withAlias(account: Account, name = "live"): Promise<void> {
  await account.createActive("f");
  const FunctionVersion = await publishChanged(account, "f");
  await account.call("CreateAlias", { FunctionName: "f", Name: name, FunctionVersion });
}

async function idsInStore(account: Account): Promise<readonly unknown[]> {
  const stored = await fixture().records.list("function-url-id", { prefix: "", limit: 1_000 });
  return stored
    .map(({ value }) => value as { functionKey: string; qualifier: string })
    .filter(({ functionKey }) => functionKey.startsWith(`${account.scope.accountId}/`));
}

describe("a function URL", () => {
  it("is created, read, updated and deleted with the recorded members", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const CreationTime = new Date(fixture().clock.nowMs()).toISOString();
    const made = await account.call("CreateFunctionUrlConfig", { FunctionName: "f", AuthType: "NONE" });
    assert.match(made.FunctionUrl, /^http:\/\/[a-z0-9]{32}\.lambda-url\.eu-west-1\.localhost:4566\/$/);
    const common = { FunctionUrl: made.FunctionUrl, FunctionArn: account.arn("f"), CreationTime };
    assert.deepEqual(made, { ...common, AuthType: "NONE" });
    const got = { ...common, AuthType: "NONE", InvokeMode: "BUFFERED", LastModifiedTime: CreationTime };
    assert.deepEqual(await account.call("GetFunctionUrlConfig", { FunctionName: "f" }), got);
    await fixture().clock.advance(1_500);
    const LastModifiedTime = new Date(fixture().clock.nowMs()).toISOString();
    assert.notEqual(LastModifiedTime, CreationTime);
    assert.deepEqual(await account.call("UpdateFunctionUrlConfig", { FunctionName: "f", AuthType: "AWS_IAM" }), {
      ...common,
      AuthType: "AWS_IAM",
      LastModifiedTime,
    });
    await account.call("DeleteFunctionUrlConfig", { FunctionName: "f" });
    const { message } = await account.failure("GetFunctionUrlConfig", { FunctionName: "f" });
    assert.equal(message, "The resource you requested does not exist.");
  });

  it("tells the invoke mode that was given, and keeps every member of Cors", async () => {
    const account = fixture().newAccount();
    await account.create("f");
    const input = { FunctionName: "f", AuthType: "AWS_IAM", InvokeMode: "RESPONSE_STREAM", Cors: CORS } as const;
    const made = await account.call("CreateFunctionUrlConfig", input);
    assert.deepEqual([made.InvokeMode, made.Cors], ["RESPONSE_STREAM", CORS]);
    const Cors = { AllowOrigins: ["*"] };
    const updated = await account.call("UpdateFunctionUrlConfig", { FunctionName: "f", Cors, InvokeMode: "BUFFERED" });
    assert.deepEqual([updated.InvokeMode, updated.AuthType, updated.Cors], ["BUFFERED", "AWS_IAM", Cors]);
    const kept = await account.call("UpdateFunctionUrlConfig", { FunctionName: "f" });
    assert.deepEqual([kept.AuthType, kept.Cors], ["AWS_IAM", Cors]);
    assert.equal((await account.call("GetFunctionUrlConfig", { FunctionName: "f" })).InvokeMode, "BUFFERED");
    const none = await account.call("UpdateFunctionUrlConfig", { FunctionName: "f", Cors: {} });
    assert.ok(!("Cors" in none), "an empty Cors takes the setting away");
    assert.ok(!("Cors" in (await account.call("GetFunctionUrlConfig", { FunctionName: "f" }))));
  });

  it("is another for each alias, named in any way", async () => {
    const account = fixture().newAccount();
    await withAlias(account);
    const own = await account.call("CreateFunctionUrlConfig", { FunctionName: "f", AuthType: "NONE" });
    const alias = { FunctionName: account.arn("f:live"), AuthType: "NONE" } as const;
    const made = await account.call("CreateFunctionUrlConfig", alias);
    assert.notEqual(made.FunctionUrl, own.FunctionUrl);
    assert.equal(made.FunctionArn, account.arn("f:live"));
    const got = await account.call("GetFunctionUrlConfig", { FunctionName: "f", Qualifier: "live" });
    assert.equal(got.FunctionUrl, made.FunctionUrl);
  });

  it("leaves the revision, and stays the same over updates and a restart", async () => {
    const account = fixture().newAccount();
    const { RevisionId } = await account.createActive("f");
    const { FunctionUrl } = await account.call("CreateFunctionUrlConfig", { FunctionName: "f", AuthType: "NONE" });
    await account.call("UpdateFunctionUrlConfig", { FunctionName: "f", Cors: CORS });
    const before = await account.call("GetFunctionUrlConfig", { FunctionName: "f" });
    assert.equal(before.FunctionUrl, FunctionUrl);
    assert.equal((await account.settled("f")).RevisionId, RevisionId);
    await fixture().restart();
    assert.deepEqual(await account.call("GetFunctionUrlConfig", { FunctionName: "f" }), before);
  });

  it("goes with its alias and its function, with the id by which it is found", async () => {
    const account = fixture().newAccount();
    await withAlias(account);
    for (const Qualifier of [undefined, "live"])
      await account.call("CreateFunctionUrlConfig", { FunctionName: "f", Qualifier, AuthType: "NONE" });
    assert.equal((await idsInStore(account)).length, 2);
    const former = await account.call("GetFunctionUrlConfig", { FunctionName: "f" });
    await account.call("DeleteAlias", { FunctionName: "f", Name: "live" });
    const functionKey = `${account.scope.accountId}/eu-west-1/f`;
    assert.deepEqual(await idsInStore(account), [{ functionKey, qualifier: "$LATEST" }]);
    await account.call("DeleteFunction", { FunctionName: "f" });
    assert.deepEqual(await idsInStore(account), []);
    await account.createActive("f");
    assert.equal((await account.failure("GetFunctionUrlConfig", { FunctionName: "f" })).status, 404);
    const again = await account.call("CreateFunctionUrlConfig", { FunctionName: "f", AuthType: "NONE" });
    assert.notEqual(again.FunctionUrl, former.FunctionUrl);
    await account.call("DeleteFunctionUrlConfig", { FunctionName: "f" });
    assert.deepEqual(await idsInStore(account), []);
  });
});

describe("ListFunctionUrlConfigs", () => {
  it("shows the function's own and then those of its aliases, a page at a time", async () => {
    const account = fixture().newAccount();
    await account.createActive("f2");
    await account.call("CreateFunctionUrlConfig", { FunctionName: "f2", AuthType: "NONE" });
    await withAlias(account, "a0");
    assert.deepEqual(await account.call("ListFunctionUrlConfigs", { FunctionName: "f" }), { FunctionUrlConfigs: [] });
    const { FunctionVersion } = await account.call("GetAlias", { FunctionName: "f", Name: "a0" });
    const names = ["a0", "-dash", "1st", "Zed"];
    for (const Name of names.slice(1))
      await account.call("CreateAlias", { FunctionName: "f", Name, FunctionVersion: String(FunctionVersion) });
    for (const Qualifier of [...names, undefined])
      await account.call("CreateFunctionUrlConfig", { FunctionName: "f", Qualifier, AuthType: "AWS_IAM" });
    const seen: string[] = [];
    const pages: number[] = [];
    let Marker: string | undefined;
    do {
      const page = await account.call("ListFunctionUrlConfigs", { FunctionName: "f", MaxItems: 2, Marker });
      seen.push(...page.FunctionUrlConfigs.map(({ FunctionArn }) => FunctionArn));
      pages.push(page.FunctionUrlConfigs.length);
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    assert.deepEqual(pages, [2, 2, 1]);
    assert.deepEqual(
      seen,
      ["f", "f:-dash", "f:1st", "f:Zed", "f:a0"].map((name) => account.arn(name)),
    );
    const all = await account.call("ListFunctionUrlConfigs", { FunctionName: "f" });
    const [first] = all.FunctionUrlConfigs;
    assert.deepEqual(first, await account.call("GetFunctionUrlConfig", { FunctionName: "f" }));
  });
});

it("of many creations at the same time one is made", async () => {
  const account = fixture().newAccount();
  await account.createActive("f");
  const input = { FunctionName: "f", AuthType: "NONE" } as const;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => account.call("CreateFunctionUrlConfig", input)),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  assert.equal((await idsInStore(account)).length, 1);
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
