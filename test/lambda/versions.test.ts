// Publishing, reading, listing and deleting versions, over the real stores.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const fixture = useControlPlane();

type Row = Record<string, unknown>;

async function configurationOf(account: Account, FunctionName: string, Qualifier?: string): Promise<Row> {
  return { ...(await account.call("GetFunctionConfiguration", { FunctionName, Qualifier })) };
}

async function versionsOf(account: Account, FunctionName: string): Promise<readonly string[]> {
  const { Versions } = await account.call("ListVersionsByFunction", { FunctionName });
  return (Versions ?? []).map(({ Version }) => String(Version));
}

describe("PublishVersion", () => {
  it("answers the snapshot, active, with an ARN and a revision of its own", async () => {
    const account = fixture().newAccount();
    const before = await account.createActive("f", { Description: "of the function", Timeout: 9 });
    const published = await account.call("PublishVersion", { FunctionName: "f", Description: "of the version" });
    assert.deepEqual(published, {
      ...before,
      Description: "of the version",
      FunctionArn: `${account.arn("f")}:1`,
      Version: "1",
      RevisionId: published.RevisionId,
      ConfigSha256: published.ConfigSha256,
    });
    const after = await configurationOf(account, "f");
    assert.equal(new Set([before.RevisionId, published.RevisionId, after["RevisionId"]]).size, 3);
    assert.equal(after["Description"], "of the function");
    for (const name of ["f:1", `${account.arn("f")}:1`])
      assert.deepEqual(await configurationOf(account, name), published);
    assert.deepEqual(await configurationOf(account, "f", "1"), published);
  });

  it("publishes nothing new while nothing changed, whatever the description", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const first = await account.call("PublishVersion", { FunctionName: "f", Description: "one" });
    const { RevisionId } = await account.settled("f");
    assert.deepEqual(await account.call("PublishVersion", { FunctionName: "f", Description: "two" }), first);
    assert.equal((await account.settled("f")).RevisionId, RevisionId);
    // An update that changes nothing is none.
    await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Timeout: 3 });
    await account.settled("f");
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "1");
    await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile: await code("changed") });
    await account.settled("f");
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "2");
    assert.deepEqual(await versionsOf(account, "f"), ["$LATEST", "1", "2"]);
  });

  it("heeds the code and the revision that the caller saw", async () => {
    const account = fixture().newAccount();
    const { RevisionId, CodeSha256 } = await account.createActive("f");
    const FunctionName = "f";
    const stale = await account.failure("PublishVersion", { FunctionName, RevisionId: "x", CodeSha256: "x" });
    assert.equal(stale.status, 412);
    const published = await account.call("PublishVersion", { FunctionName, RevisionId, CodeSha256 });
    assert.equal(published.Version, "1");
    // Publishing is a change of its own, so what the caller saw is no more.
    assert.equal((await account.failure("PublishVersion", { FunctionName, RevisionId })).status, 412);
  });

  it("refuses a function that failed to become active", async () => {
    const account = fixture().newAccount();
    await account.create("f");
    const { catalogue } = fixture();
    fixture().catalogue = { found: [], missing: [] };
    await account.settled("f");
    fixture().catalogue = catalogue;
    const { status, message } = await account.failure("PublishVersion", { FunctionName: "f" });
    assert.equal(status, 409);
    assert.match(message, /The function is currently in the following state: Failed$/);
  });

  it("never uses a number again, nor for a function of the same name made later", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    for (const version of ["1", "2", "3"]) assert.equal(await publishChanged(account, "f"), version);
    await account.call("DeleteFunction", { FunctionName: "f", Qualifier: "3" });
    assert.equal(await publishChanged(account, "f"), "4");
    await account.call("DeleteFunction", { FunctionName: "f" });
    await account.createActive("f");
    assert.deepEqual(await versionsOf(account, "f"), ["$LATEST"]);
    await fixture().restart();
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "5");
  });

  it("compares with the newest version that is left", async () => {
    const account = fixture().newAccount();
    await account.createActive("f", { Description: "a" });
    await account.call("PublishVersion", { FunctionName: "f" });
    await publishChanged(account, "f");
    await account.call("DeleteFunction", { FunctionName: "f", Qualifier: "2" });
    await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Description: "a" });
    await account.settled("f");
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "1");
  });
});

describe("Publish of CreateFunction", () => {
  it("answers version 1 under the function's ARN, pending; both become active", async () => {
    const account = fixture().newAccount();
    const created = await account.create("f", { Publish: true });
    assert.deepEqual(
      [created.FunctionArn, created.Version, created.State, created.StateReasonCode, created.LastUpdateStatus],
      [account.arn("f"), "1", "Pending", "Creating", undefined],
    );
    const pending = await configurationOf(account, "f", "1");
    assert.deepEqual([pending["State"], pending["LastUpdateStatus"]], ["Pending", undefined]);
    const latest = await account.settled("f");
    const version = await configurationOf(account, "f", "1");
    assert.deepEqual(
      [version["State"], version["LastUpdateStatus"], version["FunctionArn"]],
      ["Active", "Successful", `${account.arn("f")}:1`],
    );
    assert.deepEqual([latest.State, latest.Version], ["Active", "$LATEST"]);
    assert.equal(new Set([created.RevisionId, latest.RevisionId, version["RevisionId"]]).size, 3);
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "1");
  });

  it("fails with the function", async () => {
    const account = fixture().newAccount();
    await account.create("f", { Publish: true });
    const { catalogue } = fixture();
    fixture().catalogue = { found: [], missing: [] };
    await account.settled("f");
    fixture().catalogue = catalogue;
    const { State, StateReasonCode } = await configurationOf(account, "f", "1");
    assert.deepEqual([State, StateReasonCode], ["Failed", "InvalidRuntime"]);
    const { message } = await account.failure("Invoke", { FunctionName: "f", Qualifier: "1" });
    assert.match(message, /The function is currently in the following state: Failed$/);
    await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Timeout: 3 });
    await account.settled("f");
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "2");
  });
});

describe("Publish of UpdateFunctionCode", () => {
  it("answers the new version, pending, while $LATEST is being updated; both become active, over a restart", async () => {
    const account = fixture().newAccount();
    const before = await account.createActive("f");
    const ZipFile = await code("second");
    const published = await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile, Publish: true });
    assert.deepEqual(
      [published.FunctionArn, published.Version, published.State, published.LastUpdateStatus],
      [`${account.arn("f")}:1`, "1", "Pending", undefined],
    );
    assert.notEqual(published.CodeSha256, before.CodeSha256);
    const latest = await configurationOf(account, "f", "$LATEST");
    assert.deepEqual([latest["State"], latest["LastUpdateStatus"]], ["Active", "InProgress"]);
    const { message } = await account.failure("Invoke", { FunctionName: "f:1" });
    assert.match(message, /following state: Pending$/);
    await fixture().restart();
    assert.equal((await account.settled("f")).LastUpdateStatus, "Successful");
    assert.deepEqual((await configurationOf(account, "f", "1"))["State"], "Active");
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "1");
  });

  it("answers the version that there is when the code is the same", async () => {
    const account = fixture().newAccount();
    const ZipFile = await code("same");
    await account.createActive("f", { Code: { ZipFile }, Publish: true });
    const again = await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile, Publish: true });
    assert.deepEqual([again.Version, again.State], ["1", "Active"]);
    await account.settled("f");
    assert.deepEqual(await versionsOf(account, "f"), ["$LATEST", "1"]);
  });

  it("a dry run publishes nothing", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const ZipFile = await code("tried");
    const tried = await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile, Publish: true, DryRun: true });
    assert.equal(tried.Version, "$LATEST");
    assert.deepEqual(await versionsOf(account, "f"), ["$LATEST"]);
  });
});

describe("lists", () => {
  it("ListVersionsByFunction: $LATEST first, in order of number, page by page, without states", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    for (let n = 1; n <= 11; n++) await publishChanged(account, "f");
    const all = ["$LATEST", ...Array.from({ length: 11 }, (_, n) => String(n + 1))];
    for (const MaxItems of [1, 2, 5, 12, 50]) {
      const seen: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await account.call("ListVersionsByFunction", { FunctionName: "f", MaxItems, Marker });
        assert.ok((page.Versions ?? []).length <= MaxItems);
        for (const version of page.Versions ?? []) {
          seen.push(String(version.Version));
          assert.equal(version.FunctionArn, `${account.arn("f")}:${version.Version}`);
          assert.deepEqual([version.State, version.LastUpdateStatus], [undefined, undefined]);
        }
        Marker = page.NextMarker;
      } while (Marker !== undefined);
      assert.deepEqual(seen, all, `pages of ${MaxItems}`);
    }
  });

  it("ListFunctions: each $LATEST followed by its versions with ALL, none of them without", async () => {
    const account = fixture().newAccount();
    // Names whose order with separators differs from their order without.
    for (const name of ["a", "a-b", "a0", "b"]) await account.createActive(name);
    for (const name of ["a", "a0"]) for (let n = 0; n < 3; n++) await publishChanged(account, name);
    const all = "a:$LATEST a:1 a:2 a:3 a-b:$LATEST a0:$LATEST a0:1 a0:2 a0:3 b:$LATEST".split(" ");
    for (const MaxItems of [1, 2, 3, 4, 50]) {
      const seen: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await account.call("ListFunctions", { FunctionVersion: "ALL", MaxItems, Marker });
        seen.push(
          ...(page.Functions ?? []).map(({ FunctionArn }) => String(FunctionArn).slice(account.arn("").length)),
        );
        Marker = page.NextMarker;
      } while (Marker !== undefined);
      assert.deepEqual(seen, all, `pages of ${MaxItems}`);
    }
    const plain = await account.call("ListFunctions", {});
    assert.deepEqual(
      plain.Functions?.map(({ FunctionName, Version }) => [FunctionName, Version]),
      ["a", "a-b", "a0", "b"].map((name) => [name, "$LATEST"]),
    );
  });

  it("the storage of an account counts every version", async () => {
    const account = fixture().newAccount();
    const ZipFile = await code("counted");
    await account.createActive("f", { Code: { ZipFile } });
    await publishChanged(account, "f");
    await publishChanged(account, "f");
    const { AccountUsage } = await account.call("GetAccountSettings", {});
    assert.deepEqual(AccountUsage, { TotalCodeSize: 3 * ZipFile.length, FunctionCount: 1 });
  });
});

describe("deleting", () => {
  it("one version leaves the others; one that is not there is no error", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    await publishChanged(account, "f");
    await publishChanged(account, "f");
    for (const input of [{ FunctionName: "f", Qualifier: "1" }, { FunctionName: "f:1" }, { FunctionName: "f:99" }])
      assert.deepEqual(await account.call("DeleteFunction", input), { StatusCode: 204 });
    assert.deepEqual(await versionsOf(account, "f"), ["$LATEST", "2"]);
    assert.equal((await account.failure("Invoke", { FunctionName: "f:1" })).status, 404);
    await account.call("Invoke", { FunctionName: "f:2" });
  });

  it("the function takes all with it, in memory and on disk, and ends their environments", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    await publishChanged(account, "f");
    await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
    await account.call("Invoke", { FunctionName: "f:live" });
    const spec = fixture().invoker.invoked.at(-1)?.spec;
    await account.call("DeleteFunction", { FunctionName: "f" });
    assert.ok(fixture().invoker.retired.includes(String(spec?.hash)));
    const prefix = `${account.scope.accountId}/`;
    for (const kind of ["function", "function-version", "function-alias", "activation"])
      assert.deepEqual(await fixture().records.list(kind, { prefix, limit: 10 }), [], kind);
    await account.createActive("f");
    for (const Qualifier of ["1", "live"])
      assert.equal((await account.failure("GetFunction", { FunctionName: "f", Qualifier })).status, 404);
  });

  it("a version that is still being activated stops nothing", async () => {
    const account = fixture().newAccount();
    await account.create("f", { Publish: true });
    await account.call("DeleteFunction", { FunctionName: "f:1" });
    assert.equal((await account.settled("f")).State, "Active");
    assert.deepEqual(await versionsOf(account, "f"), ["$LATEST"]);
    assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "2");
  });
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
