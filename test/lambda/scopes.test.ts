// Accounts and regions side by side: what has one name in each of them never meets.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { Account, code, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

/** Two regions of one account, and another account in the first of them. */
let places: readonly Account[];

async function shown(place: Account): Promise<object> {
  const FunctionName = "same";
  const { Configuration, Tags } = await place.call("GetFunction", { FunctionName });
  const alias = await place.call("GetAlias", { FunctionName, Name: "live" });
  const policy = JSON.parse(String((await place.call("GetPolicy", { FunctionName })).Policy)) as {
    readonly Statement: readonly { readonly Sid: string; readonly Resource: string }[];
  };
  const layer = await place.call("GetLayerVersion", { LayerName: "same", VersionNumber: 1 });
  return {
    arn: Configuration?.FunctionArn,
    description: Configuration?.Description,
    tags: Tags,
    alias: [alias.AliasArn, alias.Description],
    statements: policy.Statement.map(({ Sid, Resource }) => [Sid, Resource]),
    layer: [layer.LayerArn, layer.Description],
  };
}

function expected(place: Account, index: number): object {
  const arn = place.arn("same");
  return {
    arn,
    description: `of ${index}`,
    tags: { place: String(index) },
    alias: [`${arn}:live`, String(index)],
    statements: [[`sid${index}`, arn]],
    layer: [arn.replace(":function:", ":layer:"), `layer of ${index}`],
  };
}

describe("what has the same name everywhere", () => {
  before(async () => {
    const home = fixture().newAccount("eu-west-1");
    const abroad = new Account(fixture(), { accountId: home.scope.accountId, region: "us-east-1" });
    places = [home, abroad, fixture().newAccount("eu-west-1")];
    for (const [index, place] of places.entries()) {
      await place.createActive("same", { Description: `of ${index}`, Tags: { place: String(index) } });
      await place.call("PublishVersion", { FunctionName: "same" });
      await place.call("CreateAlias", {
        FunctionName: "same",
        Name: "live",
        FunctionVersion: "1",
        Description: `${index}`,
      });
      const permission = { Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com", StatementId: `sid${index}` };
      await place.call("AddPermission", { FunctionName: "same", ...permission });
      const Content = { ZipFile: await code(`layer ${index}`) };
      await place.call("PublishLayerVersion", { LayerName: "same", Content, Description: `layer of ${index}` });
    }
  });

  it("is read where it was made", async () => {
    for (const [index, place] of places.entries()) assert.deepEqual(await shown(place), expected(place, index));
  });

  it("is listed once in each place", async () => {
    for (const [index, place] of places.entries()) {
      const { Functions } = await place.call("ListFunctions", { FunctionVersion: "ALL" });
      const arn = place.arn("same");
      assert.deepEqual(
        Functions?.map(({ FunctionArn }) => FunctionArn),
        [`${arn}:$LATEST`, `${arn}:1`],
      );
      const { Layers } = await place.call("ListLayers", {});
      assert.deepEqual(
        Layers?.map(({ LatestMatchingVersion }) => LatestMatchingVersion?.Description),
        [`layer of ${index}`],
      );
      const { AccountUsage } = await place.call("GetAccountSettings", {});
      assert.equal(AccountUsage?.FunctionCount, 1);
    }
  });

  it("is invoked as what it is there", async () => {
    for (const place of places) {
      await place.call("Invoke", { FunctionName: "same:live" });
      const { spec } = fixture().invoker.invoked.at(-1) ?? {};
      assert.deepEqual([spec?.scope, spec?.functionName], [place.scope, "same"]);
    }
  });

  it("is changed and deleted alone, and stays so after a restart", async () => {
    const [home, abroad, other] = places;
    assert.ok(home && abroad && other);
    await home.call("DeleteAlias", { FunctionName: "same", Name: "live" });
    await home.call("RemovePermission", { FunctionName: "same", StatementId: "sid0" });
    await home.call("DeleteLayerVersion", { LayerName: "same", VersionNumber: 1 });
    await home.call("DeleteFunction", { FunctionName: "same" });
    await fixture().restart();
    assert.deepEqual((await home.call("ListFunctions", {})).Functions, []);
    assert.deepEqual((await home.call("ListLayers", {})).Layers, []);
    assert.deepEqual(await shown(abroad), expected(abroad, 1));
    assert.deepEqual(await shown(other), expected(other, 2));
  });
});
