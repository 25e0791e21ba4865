// Pending to Active, InProgress to Successful: across kills, failures, and writers at the same time.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { AwsError } from "../../src/wire/index.ts";
import { type Account, code, runtimeNamed, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

function configure(account: Account, FunctionName: string, input: object): Promise<unknown> {
  return account.call("UpdateFunctionConfiguration", { FunctionName, ...input });
}

/** While `action` runs, the machine has these runtimes only. */
async function withRuntimes(names: readonly string[], action: () => Promise<void>): Promise<void> {
  const { catalogue } = fixture();
  const missing = [{ name: "nodejs22.x", reason: "it went", cure: "bring it back", curable: true }];
  fixture().catalogue = { found: names.map(runtimeNamed), missing };
  try {
    await action();
  } finally {
    fixture().catalogue = catalogue;
  }
}

describe("after a kill in between", () => {
  it("what was pending becomes active, what was in progress becomes successful", async () => {
    const account = fixture().newAccount();
    await account.createActive("updated");
    await account.create("created");
    await configure(account, "updated", { MemorySize: 512 });
    assert.equal((await account.call("GetFunctionConfiguration", { FunctionName: "created" })).State, "Pending");
    await fixture().restart();
    assert.equal((await account.settled("created")).State, "Active");
    const updated = await account.settled("updated");
    assert.deepEqual([updated.LastUpdateStatus, updated.MemorySize], ["Successful", 512]);
    assert.deepEqual(await fixture().records.list("activation", { prefix: "", limit: 10 }), []);
  });

  it("functions are there and invocable, their code unpacked again if it was lost", async () => {
    const account = fixture().newAccount();
    const { CodeSha256 } = await account.createActive("stays");
    const sha256 = Buffer.from(String(CodeSha256), "base64").toString("hex");
    await rm(join(fixture().folder, "packages", sha256), { recursive: true });
    await fixture().restart();
    await account.call("Invoke", { FunctionName: "stays" });
    assert.equal(fixture().invoker.invoked.at(-1)?.spec.codeFolder, await fixture().packages.folder(sha256));
  });
});

describe("an activation that fails", () => {
  it("leaves a new function Failed, with the reason, and not invocable; an update repairs it", async () => {
    const account = fixture().newAccount();
    await account.create("doomed");
    await withRuntimes([], async () => {
      const failed = await account.settled("doomed");
      assert.deepEqual(
        [failed.State, failed.StateReasonCode, failed.StateReason, failed.LastUpdateStatus],
        [
          "Failed",
          "InvalidRuntime",
          "nodejs22.x cannot run on this machine: it went. To change that: bring it back",
          undefined,
        ],
      );
      const { message } = await account.failure("Invoke", { FunctionName: "doomed" });
      assert.match(message, /The function is currently in the following state: Failed$/);
    });
    await configure(account, "doomed", { Description: "again" });
    const repaired = await account.settled("doomed");
    assert.deepEqual(
      [repaired.State, repaired.StateReason, repaired.LastUpdateStatus],
      ["Active", undefined, "Successful"],
    );
  });

  it("does not take a handler that needs what the machine lacks, and says so when it is lost later", async () => {
    const account = fixture().newAccount();
    const Handler = "Assembly::Type::Method";
    await account.createActive("library", { Runtime: "dotnet8", Handler: "Assembly" });
    const refused = await account.failure("UpdateFunctionConfiguration", { FunctionName: "library", Handler });
    assert.match(refused.message, /^dotnet8 cannot run on this machine: it has no client\./);
    await withRuntimes(["dotnet8"], async () => {
      await configure(account, "library", { Handler });
      assert.equal((await account.settled("library")).LastUpdateStatus, "Successful");
    });
    await fixture().restart();
    const lost = await account.failure("Invoke", { FunctionName: "library" });
    assert.deepEqual([lost.code, lost.status], ["InvalidRuntimeException", 502]);
  });

  it("leaves an updated function as it was, with the reason", async () => {
    const account = fixture().newAccount();
    const before = await account.createActive("kept");
    await account.call("UpdateFunctionCode", { FunctionName: "kept", ZipFile: await code("never serves") });
    await withRuntimes([], async () => {
      const failed = await account.settled("kept");
      assert.deepEqual(
        [failed.State, failed.LastUpdateStatus, failed.LastUpdateStatusReasonCode, failed.CodeSha256],
        ["Active", "Failed", "InvalidRuntime", before.CodeSha256],
      );
    });
    await account.call("Invoke", { FunctionName: "kept" });
  });

  it("an active function whose runtime is gone says so when it is invoked", async () => {
    const account = fixture().newAccount();
    await account.createActive("orphan");
    await fixture().restart();
    await withRuntimes([], async () => {
      const { code: name, status, message } = await account.failure("Invoke", { FunctionName: "orphan" });
      assert.deepEqual([name, status], ["InvalidRuntimeException", 502]);
      assert.equal(message, "nodejs22.x cannot run on this machine: it went. To change that: bring it back");
    });
    await account.call("Invoke", { FunctionName: "orphan" });
  });
});

describe("writers at the same time", () => {
  it("with one revision: one wins, the others get 412 or 409", async () => {
    const account = fixture().newAccount();
    const { RevisionId } = await account.createActive("contended");
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => configure(account, "contended", { RevisionId, Timeout: n + 10 })),
    );
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") continue;
      assert.ok(outcome.reason instanceof AwsError);
      assert.ok([409, 412].includes(Number(outcome.reason.status)), outcome.reason.message);
    }
    await account.settled("contended");
    const { status } = await account.failure("UpdateFunctionConfiguration", { FunctionName: "contended", RevisionId });
    assert.equal(status, 412);
  });

  it("a deletion among updates and tags leaves nothing behind", async () => {
    const account = fixture().newAccount();
    await account.createActive("torn");
    const Resource = account.arn("torn");
    const code2 = await code("second");
    await Promise.allSettled([
      configure(account, "torn", { Timeout: 9 }),
      account.call("DeleteFunction", { FunctionName: "torn" }),
      account.call("TagResource", { Resource, Tags: { a: "1" } }),
      account.call("UpdateFunctionCode", { FunctionName: "torn", ZipFile: code2 }),
    ]);
    await fixture().clock.advance(0);
    assert.equal((await account.failure("GetFunction", { FunctionName: "torn" })).status, 404);
    const prefix = `${account.scope.accountId}/`;
    for (const kind of ["function", "activation"])
      assert.deepEqual(await fixture().records.list(kind, { prefix, limit: 10 }), [], kind);
    const uses = await fixture().records.list("package-use", { prefix: "", limit: 1_000 });
    assert.deepEqual(
      uses.filter(({ key }) => key.endsWith(`${prefix}eu-west-1/torn`)),
      [],
    );
  });

  it("a name can be deleted and made again, over and over", async () => {
    const account = fixture().newAccount();
    for (let round = 0; round < 5; round++) {
      const created = await account.create("phoenix", { Description: String(round) });
      assert.deepEqual([created.State, created.Description], ["Pending", String(round)]);
      if (round % 2 === 0) await account.settled("phoenix");
      await account.call("DeleteFunction", { FunctionName: "phoenix" });
    }
    assert.equal((await account.failure("GetFunction", { FunctionName: "phoenix" })).status, 404);
  });
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
