// The life of layers and their versions, over the real stores.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import type { LambdaOperations } from "../../src/wire/index.ts";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";

type Version = LambdaOperations["PublishLayerVersion"]["output"];
type Input = Partial<LambdaOperations["PublishLayerVersion"]["input"]>;

const fixture = useControlPlane();

async function publish(account: Account, LayerName: string, input: Input = {}): Promise<Version> {
  return account.call("PublishLayerVersion", { LayerName, Content: { ZipFile: await code(LayerName) }, ...input });
}

function layerArn(account: Account, name: string): string {
  return `arn:aws:lambda:${account.scope.region}:${account.scope.accountId}:layer:${name}`;
}

/** Names and newest matching versions, page by page. */
async function listed(account: Account, filter: LambdaOperations["ListLayers"]["input"]): Promise<string[][]> {
  const pages: string[][] = [];
  let Marker: string | undefined;
  do {
    const page = await account.call("ListLayers", { ...filter, Marker });
    pages.push((page.Layers ?? []).map((layer) => `${layer.LayerName}:${layer.LatestMatchingVersion?.Version}`));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return pages;
}

async function versions(
  account: Account,
  input: LambdaOperations["ListLayerVersions"]["input"],
): Promise<(number | undefined)[][]> {
  const pages: (number | undefined)[][] = [];
  let Marker: string | undefined;
  do {
    const page = await account.call("ListLayerVersions", { ...input, Marker });
    pages.push((page.LayerVersions ?? []).map(({ Version }) => Version));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return pages;
}

describe("PublishLayerVersion", () => {
  it("answers with what was given", async () => {
    const account = fixture().newAccount();
    const ZipFile = await code("whole");
    const published = await publish(account, "whole", {
      Content: { ZipFile },
      Description: "said",
      LicenseInfo: "MIT",
      CompatibleRuntimes: ["python3.9", "nodejs22.x"],
      CompatibleArchitectures: ["arm64", "x86_64"],
    });
    const { Location, ...content } = published.Content ?? {};
    assert.match(String(Location), /^http:\/\/localhost:4566\/_hearth\/packages\/[0-9a-f]{64}\?Expires=/);
    assert.deepEqual(content, {
      CodeSha256: createHash("sha256").update(ZipFile).digest("base64"),
      CodeSize: ZipFile.length,
    });
    assert.deepEqual(
      { ...published, Content: null },
      {
        Content: null,
        LayerArn: layerArn(account, "whole"),
        LayerVersionArn: `${layerArn(account, "whole")}:1`,
        Version: 1,
        Description: "said",
        CreatedDate: new Date(fixture().clock.nowMs()).toISOString().replace("Z", "+0000"),
        CompatibleRuntimes: ["python3.9", "nodejs22.x"],
        CompatibleArchitectures: ["arm64", "x86_64"],
        LicenseInfo: "MIT",
      },
    );
  });

  it("leaves out what was not given, and keeps lists that were given empty", async () => {
    const account = fixture().newAccount();
    assert.deepEqual(Object.keys(await publish(account, "bare")).toSorted(), [
      "Content",
      "CreatedDate",
      "Description",
      "LayerArn",
      "LayerVersionArn",
      "Version",
    ]);
    const empty = await publish(account, "empty", { CompatibleRuntimes: [], CompatibleArchitectures: [] });
    assert.deepEqual([empty.CompatibleRuntimes, empty.CompatibleArchitectures], [[], []]);
  });

  it("numbers versions from 1 and never uses a number again", async () => {
    const account = fixture().newAccount();
    const numbers = [await publish(account, "n"), await publish(account, "n")].map(({ Version }) => Version);
    for (const VersionNumber of [1, 2]) await account.call("DeleteLayerVersion", { LayerName: "n", VersionNumber });
    await fixture().restart();
    numbers.push((await publish(account, "n")).Version);
    assert.deepEqual(numbers, [1, 2, 3]);
  });

  it("gives every one of many publications at once a number of its own", async () => {
    const account = fixture().newAccount();
    const published = await Promise.all(Array.from({ length: 8 }, () => publish(account, "raced")));
    assert.deepEqual(
      published.map(({ Version }) => String(Version)).toSorted(),
      Array.from({ length: 8 }, (_, n) => String(n + 1)),
    );
  });

  it("takes the layer's ARN for its name", async () => {
    const account = fixture().newAccount();
    await publish(account, "named");
    const second = await publish(account, layerArn(account, "named"), { Content: { ZipFile: await code("2") } });
    assert.equal(second.LayerVersionArn, `${layerArn(account, "named")}:2`);
  });

  it("keeps accounts and regions apart", async () => {
    const [one, two] = [fixture().newAccount(), fixture().newAccount("us-east-1")];
    await publish(one, "same");
    await publish(two, "same");
    assert.deepEqual(await listed(one, {}), [["same:1"]]);
    assert.equal((await publish(two, "same")).LayerVersionArn, `${layerArn(two, "same")}:2`);
  });

  it("counts among the account's code", async () => {
    const account = fixture().newAccount();
    const sizes = [await publish(account, "a"), await publish(account, "a"), await publish(account, "b")];
    const total = sizes.reduce((sum, { Content }) => sum + (Content?.CodeSize ?? 0), 0);
    assert.equal((await account.call("GetAccountSettings", {})).AccountUsage?.TotalCodeSize, total);
  });
});

describe("GetLayerVersion", () => {
  it("answers what PublishLayerVersion did, by name, by the layer's ARN and by the version's", async () => {
    const account = fixture().newAccount();
    const published = await publish(account, "got", { Description: "d", CompatibleRuntimes: ["nodejs22.x"] });
    await publish(account, "got");
    const arn = layerArn(account, "got");
    const answers = await Promise.all([
      account.call("GetLayerVersion", { LayerName: "got", VersionNumber: 1 }),
      account.call("GetLayerVersion", { LayerName: arn, VersionNumber: 1 }),
      account.call("GetLayerVersionByArn", { Arn: `${arn}:1` }),
    ]);
    for (const answer of answers) assert.deepEqual(answer, published);
  });
});

describe("ListLayerVersions", () => {
  it("shows the newest first, without content", async () => {
    const account = fixture().newAccount();
    await publish(account, "shown", { Description: "one", LicenseInfo: "MIT" });
    await publish(account, "shown");
    const CreatedDate = new Date(fixture().clock.nowMs()).toISOString().replace("Z", "+0000");
    const arn = layerArn(account, "shown");
    assert.deepEqual(await account.call("ListLayerVersions", { LayerName: "shown" }), {
      LayerVersions: [
        { LayerVersionArn: `${arn}:2`, Version: 2, Description: "", CreatedDate },
        { LayerVersionArn: `${arn}:1`, Version: 1, Description: "one", CreatedDate, LicenseInfo: "MIT" },
      ],
    });
  });

  it("is empty for a layer that does not exist", async () => {
    assert.deepEqual(await fixture().newAccount().call("ListLayerVersions", { LayerName: "absent" }), {
      LayerVersions: [],
    });
  });

  it("comes in pages, beyond nine versions too, with markers that outlive deletions", async () => {
    const account = fixture().newAccount();
    for (let n = 0; n < 12; n++) await publish(account, "paged");
    await publish(account, "paged-too");
    assert.deepEqual(await versions(account, { LayerName: "paged", MaxItems: 5 }), [
      [12, 11, 10, 9, 8],
      [7, 6, 5, 4, 3],
      [2, 1],
    ]);
    const first = await account.call("ListLayerVersions", { LayerName: "paged", MaxItems: 2 });
    await account.call("DeleteLayerVersion", { LayerName: "paged", VersionNumber: 11 });
    const second = await account.call("ListLayerVersions", {
      LayerName: "paged",
      MaxItems: 2,
      Marker: first.NextMarker,
    });
    assert.deepEqual(
      second.LayerVersions?.map(({ Version }) => Version),
      [10, 9],
    );
  });

  it("leaves out what is not compatible", async () => {
    const account = fixture().newAccount();
    await publish(account, "some", { CompatibleRuntimes: ["python3.12"], CompatibleArchitectures: ["arm64"] });
    await publish(account, "some", { CompatibleRuntimes: ["nodejs22.x", "python3.12"] });
    await publish(account, "some");
    const found = async (filter: object): Promise<(number | undefined)[][]> =>
      versions(account, { LayerName: "some", MaxItems: 1, ...filter });
    assert.deepEqual(await found({ CompatibleRuntime: "python3.12" }), [[2], [1]]);
    assert.deepEqual(await found({ CompatibleRuntime: "nodejs22.x" }), [[2]]);
    assert.deepEqual(await found({ CompatibleArchitecture: "arm64" }), [[1]]);
    assert.deepEqual(await found({ CompatibleRuntime: "nodejs22.x", CompatibleArchitecture: "arm64" }), [[]]);
    assert.deepEqual(await found({}), [[3], [2], [1]]);
  });
});

describe("ListLayers", () => {
  it("shows each layer with its newest matching version, in pages by name", async () => {
    const account = fixture().newAccount();
    for (const name of ["b", "a-2", "a", "c"]) await publish(account, name, { CompatibleRuntimes: ["python3.12"] });
    await publish(account, "a", { CompatibleArchitectures: ["x86_64"] });
    assert.deepEqual(await listed(account, { MaxItems: 3 }), [["a:2", "a-2:1", "b:1"], ["c:1"]]);
    assert.deepEqual(await listed(account, { CompatibleRuntime: "python3.12", MaxItems: 2 }), [
      ["a:1", "a-2:1"],
      ["b:1", "c:1"],
    ]);
    assert.deepEqual(await listed(account, { CompatibleArchitecture: "x86_64" }), [["a:2"]]);
    const [first] = (await account.call("ListLayers", {})).Layers ?? [];
    assert.deepEqual(
      [first?.LayerArn, first?.LatestMatchingVersion?.LayerVersionArn],
      [layerArn(account, "a"), `${layerArn(account, "a")}:2`],
    );
  });

  it("does not show a layer whose versions were all deleted", async () => {
    const account = fixture().newAccount();
    await publish(account, "kept");
    await publish(account, "gone");
    await account.call("DeleteLayerVersion", { LayerName: "gone", VersionNumber: 1 });
    assert.deepEqual(await listed(account, { MaxItems: 1 }), [["kept:1"]]);
  });
});

describe("DeleteLayerVersion", () => {
  it("deletes one version, once or twice, and what never was", async () => {
    const account = fixture().newAccount();
    await publish(account, "d");
    await publish(account, "d");
    for (const [LayerName, VersionNumber] of [
      ["d", 1],
      ["d", 1],
      ["d", 9],
      ["absent", 1],
    ] as const)
      assert.equal(await account.call("DeleteLayerVersion", { LayerName, VersionNumber }), undefined);
    assert.deepEqual(await versions(account, { LayerName: "d" }), [[2]]);
    const gone = await account.failure("GetLayerVersion", { LayerName: "d", VersionNumber: 1 });
    assert.equal(gone.code, "ResourceNotFoundException");
  });
});
