// A package goes with its last user, never before, whatever happens at the same time.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

function sha256Of({ CodeSha256 }: { readonly CodeSha256?: string | undefined }): string {
  return Buffer.from(String(CodeSha256), "base64").toString("hex");
}

async function isKept(sha256: string): Promise<boolean> {
  const zip = await fixture().packages.open(sha256);
  zip?.destroy();
  return zip !== undefined;
}

function remove(account: Account, FunctionName: string): Promise<unknown> {
  return account.call("DeleteFunction", { FunctionName });
}

describe("packages", () => {
  it("shared by two functions, of two accounts, go with the second", async () => {
    const [one, two] = [fixture().newAccount(), fixture().newAccount()];
    const Code = { ZipFile: await code("shared") };
    const sha256 = sha256Of(await one.createActive("a", { Code }));
    await two.createActive("b", { Code });
    await remove(one, "a");
    await fixture().until(async () => (await fixture().records.get("package-release", sha256)) === undefined);
    assert.ok(await isKept(sha256));
    await remove(two, "b");
    await fixture().until(async () => !(await isKept(sha256)));
  });

  it("go when an update replaces them", async () => {
    const account = fixture().newAccount();
    const first = sha256Of(await account.createActive("replaced"));
    await account.call("UpdateFunctionCode", { FunctionName: "replaced", ZipFile: await code("newer") });
    assert.ok(await isKept(first));
    const second = sha256Of(await account.settled("replaced"));
    await fixture().until(async () => !(await isKept(first)));
    assert.ok(await isKept(second));
  });

  it("of a function that was invoked stay as long as an invocation may still run", async () => {
    const account = fixture().newAccount();
    const sha256 = sha256Of(await account.createActive("busy", { Timeout: 60, Code: { ZipFile: await code("busy") } }));
    await account.call("Invoke", { FunctionName: "busy" });
    await remove(account, "busy");
    await fixture().clock.advance(59_000);
    assert.ok(await isKept(sha256));
    await fixture().clock.advance(60_000);
    await fixture().until(async () => !(await isKept(sha256)));
  });

  it("released before a kill go after the start", async () => {
    const account = fixture().newAccount();
    const sha256 = sha256Of(
      await account.createActive("killed", { Timeout: 900, Code: { ZipFile: await code("killed") } }),
    );
    await account.call("Invoke", { FunctionName: "killed" });
    await remove(account, "killed");
    assert.ok(await isKept(sha256));
    await fixture().restart();
    await fixture().until(async () => !(await isKept(sha256)));
  });

  it("that a refused request brought go again", async () => {
    const account = fixture().newAccount();
    await account.createActive("taken");
    const zips = await Promise.all(Array.from({ length: 6 }, (_, n) => code(`race ${n}`)));
    const outcomes = await Promise.allSettled(zips.map((ZipFile) => account.create("raced", { Code: { ZipFile } })));
    const won = outcomes.flatMap((o) => (o.status === "fulfilled" ? [sha256Of(o.value)] : []));
    assert.equal(won.length, 1);
    const all = await Promise.all(
      zips.map(async (ZipFile) =>
        sha256Of(await account.call("UpdateFunctionCode", { FunctionName: "taken", ZipFile, DryRun: true })),
      ),
    );
    await fixture().until(async () => {
      const kept = await Promise.all(all.map(async (sha256) => ((await isKept(sha256)) ? sha256 : undefined)));
      return kept.filter((sha256) => sha256 !== undefined).length === 1;
    });
    assert.ok(await isKept(String(won[0])));
  });

  it("stay with whoever is made while others with the same code are deleted", async () => {
    const account = fixture().newAccount();
    const Code = { ZipFile: await code("contended") };
    for (let round = 0; round < 15; round++) {
      const [name, next] = [`n${round}`, `n${round + 1}`];
      if (round === 0) await account.createActive(name, { Code });
      await Promise.all([remove(account, name), account.create(next, { Code })]);
      const { CodeSha256 } = await account.settled(next);
      assert.equal((await account.call("GetFunctionConfiguration", { FunctionName: next })).State, "Active");
      assert.ok(await isKept(sha256Of({ CodeSha256 })), `lost in round ${round}`);
    }
  });
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
