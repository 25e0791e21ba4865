// The package of a layer, and a folder of merged layers, go with their last user, never before.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { zip } from "../system/zip.ts";
import { type Account, ROLE, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
let number = 0;

/** Publishes the first version of a layer whose content no other test has. */
async function layer(account: Account, LayerName: string): Promise<{ readonly arn: string; readonly sha256: string }> {
  const Content = { ZipFile: await zip({ [LayerName]: String(++number) }) };
  const published = await account.call("PublishLayerVersion", { LayerName, Content });
  const sha256 = Buffer.from(String(published.Content?.CodeSha256), "base64").toString("hex");
  return { arn: String(published.LayerVersionArn), sha256 };
}

function deleteLayer(account: Account, LayerName: string): Promise<unknown> {
  return account.call("DeleteLayerVersion", { LayerName, VersionNumber: 1 });
}

async function setLayers(account: Account, FunctionName: string, Layers: readonly string[]): Promise<void> {
  await account.call("UpdateFunctionConfiguration", { FunctionName, Layers });
  await account.settled(FunctionName);
}

async function isKept(sha256: string): Promise<boolean> {
  const file = await fixture().packages.open(sha256);
  file?.destroy();
  return file !== undefined;
}

async function mergedFolders(): Promise<readonly string[]> {
  const names = await readdir(join(fixture().folder, "layers")).catch(() => []);
  return names.filter((name) => name.startsWith("merged-"));
}

/** Waits until everything that was released has been looked at. */
async function swept(): Promise<void> {
  await fixture().until(
    async () => (await fixture().records.list("package-release", { prefix: "", limit: 1 })).length === 0,
  );
}

describe("the package of a layer", () => {
  it("goes with the layer, unless a function has it", async () => {
    const account = fixture().newAccount();
    const [unused, used] = [await layer(account, "unused"), await layer(account, "used")];
    await account.createActive("f", { Layers: [used.arn] });
    await deleteLayer(account, "unused");
    await deleteLayer(account, "used");
    await swept();
    assert.deepEqual([await isKept(unused.sha256), await isKept(used.sha256)], [false, true]);
    await account.call("DeleteFunction", { FunctionName: "f" });
    await swept();
    assert.equal(await isKept(used.sha256), false);
  });

  it("stays as long as the layer, whatever functions do", async () => {
    const account = fixture().newAccount();
    const { arn, sha256 } = await layer(account, "stays");
    await account.createActive("f", { Layers: [arn] });
    await setLayers(account, "f", []);
    await account.call("DeleteFunction", { FunctionName: "f" });
    await swept();
    assert.equal(await isKept(sha256), true);
  });

  it("stays as long as a published version has it", async () => {
    const account = fixture().newAccount();
    const { arn, sha256 } = await layer(account, "published");
    await account.createActive("f", { Layers: [arn], Publish: true });
    await setLayers(account, "f", []);
    await deleteLayer(account, "published");
    await swept();
    assert.equal(await isKept(sha256), true);
    await account.call("DeleteFunction", { FunctionName: "f", Qualifier: "1" });
    await swept();
    assert.equal(await isKept(sha256), false);
  });

  it("stays with whoever gets it while the layer is deleted", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    for (let round = 0; round < 15; round++) {
      const { arn, sha256 } = await layer(account, `contended-${round}`);
      const [, updated] = await Promise.allSettled([
        deleteLayer(account, `contended-${round}`),
        account.call("UpdateFunctionConfiguration", { FunctionName: "f", Layers: [arn] }),
      ]);
      const { LastUpdateStatus } = await account.settled("f");
      assert.equal(LastUpdateStatus, "Successful", `round ${round}`);
      await swept();
      assert.equal(await isKept(sha256), updated.status === "fulfilled", `round ${round}`);
    }
  });
});

describe("a folder of merged layers", () => {
  it("goes when the last function or version that has this list gets another, or goes itself", async () => {
    const account = fixture().newAccount();
    const [a, b] = [await layer(account, "a"), await layer(account, "b")];
    const before = (await mergedFolders()).length;
    const counts: number[] = [];
    const count = async (): Promise<void> => {
      await swept();
      counts.push((await mergedFolders()).length - before);
    };
    await account.createActive("f", { Layers: [a.arn, b.arn], Publish: true });
    await account.createActive("g", { Layers: [a.arn, b.arn] });
    await count();
    await setLayers(account, "f", [b.arn, a.arn]);
    await count();
    await account.call("DeleteFunction", { FunctionName: "g" });
    await count();
    await account.call("DeleteFunction", { FunctionName: "f", Qualifier: "1" });
    await count();
    await setLayers(account, "f", [a.arn]);
    await count();
    assert.deepEqual(counts, [1, 2, 2, 1, 0]);
    assert.deepEqual([await isKept(a.sha256), await isKept(b.sha256)], [true, true]);
  });

  it("stays as long as an invocation may still run in it", async () => {
    const account = fixture().newAccount();
    const arns = [(await layer(account, "a")).arn, (await layer(account, "b")).arn];
    await account.createActive("busy", { Layers: arns, Timeout: 60 });
    const before = (await mergedFolders()).length;
    await account.call("Invoke", { FunctionName: "busy" });
    await account.call("DeleteFunction", { FunctionName: "busy" });
    await fixture().clock.advance(59_000);
    assert.equal((await mergedFolders()).length, before);
    await fixture().clock.advance(60_000);
    await swept();
    assert.equal((await mergedFolders()).length, before - 1);
  });

  it("is made again when it was lost", async () => {
    const account = fixture().newAccount();
    const arns = [(await layer(account, "a")).arn, (await layer(account, "b")).arn];
    const before = new Set(await mergedFolders());
    await account.createActive("f", { Layers: arns });
    const [made] = (await mergedFolders()).filter((name) => !before.has(name));
    await fixture().mergedFolders.remove(String(made));
    await fixture().restart();
    await account.call("Invoke", { FunctionName: "f" });
    assert.ok((await mergedFolders()).includes(String(made)));
  });
});

it("a version is refused with its package, which goes again", async () => {
  const account = fixture().newAccount();
  const kept = await readdir(join(fixture().folder, "packages"));
  const ZipFile = await zip({ "index.js": "not seen before" });
  await account.failure("CreateFunction", {
    FunctionName: "f",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role: ROLE,
    Code: { ZipFile },
    Layers: ["arn:aws:lambda:eu-west-1:000000000000:layer:absent:1"],
  });
  await swept();
  assert.deepEqual(await readdir(join(fixture().folder, "packages")), kept);
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
