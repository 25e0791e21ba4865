// What becomes of layers in functions: configurations, versions, launch specs, and the folders on disk.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { LaunchSpec } from "../../src/invoke/index.ts";
import type { Json } from "../../src/store/index.ts";
import { zip } from "../system/zip.ts";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const LIMIT = 262_144_000;

interface Published {
  readonly Arn: string;
  readonly CodeSize: number;
}

/** Publishes a version of a layer with these files; the member of a configuration that shows it. */
async function layer(account: Account, LayerName: string, files: Readonly<Record<string, string>>): Promise<Published> {
  return zipLayer(account, LayerName, await zip(files));
}

async function zipLayer(account: Account, LayerName: string, ZipFile: Buffer): Promise<Published> {
  const Content = { ZipFile };
  const { LayerVersionArn, ...rest } = await account.call("PublishLayerVersion", { LayerName, Content });
  return { Arn: String(LayerVersionArn), CodeSize: Number(rest.Content?.CodeSize) };
}

/** The spec that an invocation runs. */
async function invokedSpec(account: Account, FunctionName: string, Qualifier?: string): Promise<LaunchSpec> {
  await account.call("Invoke", { FunctionName, Qualifier });
  const spec = account.invoker.invoked.at(-1)?.spec;
  assert.ok(spec);
  return spec;
}

async function readLayer({ layersFolder }: LaunchSpec, name: string): Promise<string> {
  return readFile(join(String(layersFolder), name), "utf8");
}

async function update(account: Account, FunctionName: string, Layers?: readonly string[]): Promise<void> {
  await account.call("UpdateFunctionConfiguration", { FunctionName, ...(Layers === undefined ? {} : { Layers }) });
  await account.settled(FunctionName);
}

describe("configurations", () => {
  it("show the layers in order, at once and in every answer", async () => {
    const account = fixture().newAccount();
    const [one, two] = [await layer(account, "one", { a: "1" }), await layer(account, "two", { a: "2" })];
    const created = await account.create("f", { Layers: [two.Arn, one.Arn] });
    assert.deepEqual(created.Layers, [two, one]);
    const settled = await account.settled("f");
    assert.deepEqual(settled.Layers, [two, one]);
    const [listed] = (await account.call("ListFunctions", {})).Functions ?? [];
    assert.deepEqual(listed?.Layers, [two, one]);
  });

  it("have no such member without layers", async () => {
    const account = fixture().newAccount();
    const { Arn } = await layer(account, "one", { a: "1" });
    assert.equal("Layers" in (await account.createActive("f", { Layers: [] })), false);
    await update(account, "f", [Arn]);
    assert.equal("Layers" in (await account.call("GetFunctionConfiguration", { FunctionName: "f" })), true);
    await update(account, "f", []);
    assert.equal("Layers" in (await account.call("GetFunctionConfiguration", { FunctionName: "f" })), false);
  });

  it("keep layers that an update does not speak of", async () => {
    const account = fixture().newAccount();
    const one = await layer(account, "one", { a: "1" });
    await account.createActive("f", { Layers: [one.Arn] });
    await update(account, "f");
    await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile: await code("new") });
    assert.deepEqual((await account.settled("f")).Layers, [one]);
  });

  it("change their hash with the layers", async () => {
    const account = fixture().newAccount();
    const { Arn } = await layer(account, "one", { a: "1" });
    const bare = await account.createActive("f");
    await update(account, "f", [Arn]);
    const layered = await account.call("GetFunctionConfiguration", { FunctionName: "f" });
    assert.notEqual(layered.ConfigSha256, bare.ConfigSha256);
  });

  it("keep layers that were deleted", async () => {
    const account = fixture().newAccount();
    const one = await layer(account, "one", { a: "1" });
    await account.createActive("f", { Layers: [one.Arn] });
    await account.call("DeleteLayerVersion", { LayerName: "one", VersionNumber: 1 });
    await update(account, "f");
    assert.deepEqual((await account.settled("f")).Layers, [one]);
    const { message } = await account.failure("UpdateFunctionConfiguration", { FunctionName: "f", Layers: [one.Arn] });
    assert.equal(message, `Layer version ${one.Arn} does not exist.`);
    assert.equal(await readLayer(await invokedSpec(account, "f"), "a"), "1");
  });
});

describe("environments", () => {
  it("have the layers merged in order, the later over the earlier", async () => {
    const account = fixture().newAccount();
    const one = await layer(account, "one", { "bin/tool": "1", "lib/both": "1" });
    const two = await layer(account, "two", { "lib/both": "2", "python/m.py": "2" });
    await account.createActive("f", { Layers: [one.Arn, two.Arn] });
    const spec = await invokedSpec(account, "f");
    const names = ["bin/tool", "lib/both", "python/m.py"];
    assert.deepEqual(await Promise.all(names.map((name) => readLayer(spec, name))), ["1", "2", "2"]);
    await update(account, "f", [two.Arn, one.Arn]);
    const turned = await invokedSpec(account, "f");
    assert.equal(await readLayer(turned, "lib/both"), "1");
    assert.notEqual(turned.hash, spec.hash);
    assert.ok(account.invoker.retired.includes(spec.hash));
  });

  it("have no folder without layers, and a single layer's own", async () => {
    const account = fixture().newAccount();
    const one = await layer(account, "one", { a: "1" });
    await account.createActive("f");
    assert.equal((await invokedSpec(account, "f")).layersFolder, undefined);
    await update(account, "f", [one.Arn]);
    assert.equal(await readLayer(await invokedSpec(account, "f"), "a"), "1");
  });

  it("share one folder among functions, accounts and servers", async () => {
    const [here, there] = [fixture().newAccount(), fixture().newAccount()];
    const folders: unknown[] = [];
    // Made once, since a zip also says when it was made.
    const [x, y] = [await zip({ a: "1" }), await zip({ b: "2" })];
    for (const account of [here, there]) {
      const arns = [await zipLayer(account, "x", x), await zipLayer(account, "y", y)].map(({ Arn }) => Arn);
      for (const name of ["f", "g"]) {
        await account.createActive(name, { Layers: arns });
        folders.push((await invokedSpec(account, name)).layersFolder);
      }
    }
    await fixture().restart();
    folders.push((await invokedSpec(here, "f")).layersFolder);
    assert.equal(new Set(folders).size, 1);
  });
});

describe("published versions", () => {
  it("keep the layers that they were published with", async () => {
    const account = fixture().newAccount();
    const [one, two] = [await layer(account, "one", { a: "1" }), await layer(account, "two", { a: "2" })];
    await account.createActive("f", { Layers: [one.Arn, two.Arn] });
    await account.call("PublishVersion", { FunctionName: "f" });
    await update(account, "f", [one.Arn]);
    for (const LayerName of ["one", "two"]) await account.call("DeleteLayerVersion", { LayerName, VersionNumber: 1 });
    await fixture().restart();
    const published = await account.call("GetFunctionConfiguration", { FunctionName: "f", Qualifier: "1" });
    assert.deepEqual(published.Layers, [one, two]);
    assert.equal(await readLayer(await invokedSpec(account, "f", "1"), "a"), "2");
    assert.equal(await readLayer(await invokedSpec(account, "f"), "a"), "1");
  });

  it("are made when nothing but the layers changed", async () => {
    const account = fixture().newAccount();
    const one = await layer(account, "one", { a: "1" });
    await account.createActive("f");
    const publish = async (): Promise<unknown> => (await account.call("PublishVersion", { FunctionName: "f" })).Version;
    const numbers = [await publish(), await publish()];
    await update(account, "f", [one.Arn]);
    numbers.push(await publish());
    assert.deepEqual(numbers, ["1", "1", "2"]);
  });
});

/** Makes a layer seem to unpack to this many bytes. */
async function pretend(account: Account, name: string, unzippedBytes: number): Promise<string> {
  const { Arn } = await layer(account, name, { [name]: name });
  const prefix = `${account.scope.accountId}/${account.scope.region}/${name}/`;
  const [stored] = await fixture().records.list("layer-version", { prefix, limit: 1 });
  assert.ok(stored);
  const record = stored.value as { readonly code: object };
  const value = { ...record, code: { ...record.code, unzippedBytes } } as Json;
  await fixture().records.write([{ op: "put", kind: "layer-version", key: stored.key, value }]);
  return Arn;
}
const LAYERS_TOO_LARGE = "Layers consume more than the available size of 262144000 bytes";
const bothTooLarge = (bytes: number): string =>
  `Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is ${bytes} bytes.`;

describe("unpacked sizes", () => {
  it("of layers and code together stay within the limit, in every operation that changes one of them", async () => {
    const account = fixture().newAccount();
    const [half, rest, full] = [
      await pretend(account, "half", LIMIT / 2),
      await pretend(account, "rest", LIMIT / 2),
      await pretend(account, "full", LIMIT - 10),
    ];
    const ZipFile = await zip({ "index.js": "ten bytes." });
    const larger = await zip({ "index.js": "ten bytes.." });
    await account.createActive("f", { Code: { ZipFile }, Layers: [full] });
    await account.createActive("g", { Code: { ZipFile: larger } });
    const failures = await Promise.all([
      account.failure("UpdateFunctionConfiguration", { FunctionName: "f", Layers: [half, full] }),
      account.failure("UpdateFunctionConfiguration", { FunctionName: "f", Layers: [half, rest] }),
      account.failure("UpdateFunctionConfiguration", { FunctionName: "g", Layers: [full] }),
      account.failure("UpdateFunctionCode", { FunctionName: "f", ZipFile: larger }),
      account.failure("UpdateFunctionCode", { FunctionName: "f", ZipFile: larger, DryRun: true }),
    ]);
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        LAYERS_TOO_LARGE,
        bothTooLarge(LIMIT + 10),
        bothTooLarge(LIMIT + 1),
        bothTooLarge(LIMIT + 1),
        bothTooLarge(LIMIT + 1),
      ],
    );
    const refused = account.create("h", { Code: { ZipFile: larger }, Layers: [full] });
    await assert.rejects(refused, { code: "InvalidParameterValueException", message: bothTooLarge(LIMIT + 1) });
  });
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
