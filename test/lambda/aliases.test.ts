// Aliases, over the real stores: what they answer, how they are listed, and what they hold on to.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { LambdaModel } from "../../src/wire/index.ts";
import { type Account, useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const fixture = useControlPlane();

let account: Account;

/** The function `f` with versions 1 and 2. */
async function start(): Promise<void> {
  account = fixture().newAccount();
  await account.createActive("f");
  await publishChanged(account, "f");
  await publishChanged(account, "f");
}

type Alias = LambdaModel.AliasConfiguration;
type Row = Record<string, unknown>;

const weights = (AdditionalVersionWeights: Record<string, number>): LambdaModel.AliasRoutingConfiguration => ({
  AdditionalVersionWeights,
});

function create(Name: string, input: Partial<LambdaModel.CreateAliasRequest> = {}): Promise<Alias> {
  return account.call("CreateAlias", { FunctionName: "f", Name, FunctionVersion: "1", ...input });
}

function update(Name: string, input: Partial<LambdaModel.UpdateAliasRequest> = {}): Promise<Alias> {
  return account.call("UpdateAlias", { FunctionName: "f", Name, ...input });
}

const get = (Name: string): Promise<Alias> => account.call("GetAlias", { FunctionName: "f", Name });

async function names(input: Partial<LambdaModel.ListAliasesRequest> = {}): Promise<readonly string[]> {
  const { Aliases } = await account.call("ListAliases", { FunctionName: "f", ...input });
  return (Aliases ?? []).map(({ Name }) => String(Name));
}

describe("CreateAlias", () => {
  before(start);

  it("answers what was sent, and every default", async () => {
    const { RevisionId, ...plain } = await create("plain");
    assert.match(String(RevisionId), /^[0-9a-f-]{36}$/);
    assert.deepEqual(plain, {
      AliasArn: `${account.arn("f")}:plain`,
      Name: "plain",
      FunctionVersion: "1",
      Description: "",
    });
    const split = await create("split", { Description: "d", RoutingConfig: weights({ "2": 0.2 }) });
    assert.deepEqual([split.Description, split.RoutingConfig], ["d", weights({ "2": 0.2 })]);
    assert.deepEqual(await get("split"), split);
    assert.equal((await create("latest", { FunctionVersion: "$LATEST" })).FunctionVersion, "$LATEST");
    assert.equal((await create("empty", { RoutingConfig: weights({}) })).RoutingConfig, undefined);
    assert.equal((await create("emptier", { RoutingConfig: {} })).RoutingConfig, undefined);
  });

  it("leaves the revision of the function", async () => {
    const { RevisionId } = await account.settled("f");
    await create("quiet");
    await update("quiet", { FunctionVersion: "2" });
    await account.call("DeleteAlias", { FunctionName: "f", Name: "quiet" });
    assert.equal((await account.settled("f")).RevisionId, RevisionId);
  });

  it("of several at once with one name, one wins", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => create("raced")));
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  });
});

describe("UpdateAlias", () => {
  before(start);

  it("changes what is given; empty weights end the splitting", async () => {
    const created = await create("a", { Description: "d", RoutingConfig: weights({ "2": 0.2 }) });
    const described = await update("a", { Description: "e" });
    assert.deepEqual(described, { ...created, Description: "e", RevisionId: described.RevisionId });
    assert.notEqual(described.RevisionId, created.RevisionId);
    const reversed = await update("a", { FunctionVersion: "2", RoutingConfig: weights({ "1": 0.9 }) });
    assert.deepEqual([reversed.FunctionVersion, reversed.RoutingConfig], ["2", weights({ "1": 0.9 })]);
    const whole = await update("a", { RoutingConfig: weights({}) });
    assert.deepEqual([whole.FunctionVersion, whole.RoutingConfig], ["2", undefined]);
    const same = await update("a");
    assert.notEqual(same.RevisionId, whole.RevisionId);
    assert.deepEqual(await get("a"), same);
  });

  it("heeds the revision that the caller saw; of two at once one wins", async () => {
    const { RevisionId } = await create("b");
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => update("b", { RevisionId, Description: `${n}` })),
    );
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    const { status } = await account.failure("UpdateAlias", { FunctionName: "f", Name: "b", RevisionId });
    assert.equal(status, 412);
  });

  it("holds while the function is being updated", async () => {
    await create("c");
    await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Timeout: 11 });
    assert.equal((await update("c", { FunctionVersion: "2" })).FunctionVersion, "2");
    assert.equal((await account.settled("f")).Timeout, 11);
  });
});

describe("reading through an alias", () => {
  before(start);

  it("shows the alias's version under the alias's ARN", async () => {
    await create("live", { FunctionVersion: "2", RoutingConfig: weights({ "1": 0.5 }) });
    const version: Row = { ...(await account.call("GetFunctionConfiguration", { FunctionName: "f:2" })) };
    const expected = { ...version, FunctionArn: `${account.arn("f")}:live` };
    for (const FunctionName of ["f:live", `${account.arn("f")}:live`]) {
      assert.deepEqual({ ...(await account.call("GetFunctionConfiguration", { FunctionName })) }, expected);
      assert.deepEqual((await account.call("GetFunction", { FunctionName })).Configuration, expected);
    }
    await create("newest", { FunctionVersion: "$LATEST" });
    const latest = await account.call("GetFunctionConfiguration", { FunctionName: "f", Qualifier: "newest" });
    assert.deepEqual([latest.Version, latest.FunctionArn], ["$LATEST", `${account.arn("f")}:newest`]);
  });
});

describe("ListAliases", () => {
  before(start);

  it("is in order of name, page by page, of all or of those that invoke a version", async () => {
    const all = ["A", "a", "a-1", "a_1", "b", "c"];
    for (const name of all.toReversed()) await create(name, { FunctionVersion: name < "a-" ? "1" : "2" });
    await update("c", { RoutingConfig: weights({ "1": 0.1 }) });
    assert.deepEqual(await names(), all);
    for (const [FunctionVersion, expected] of [
      ["1", ["A", "a", "c"]],
      ["2", ["a-1", "a_1", "b", "c"]],
      ["$LATEST", []],
    ] as const)
      for (const MaxItems of [1, 2, 50]) {
        const seen: string[] = [];
        let Marker: string | undefined;
        do {
          const page = await account.call("ListAliases", { FunctionName: "f", FunctionVersion, MaxItems, Marker });
          seen.push(...(page.Aliases ?? []).map(({ Name }) => String(Name)));
          Marker = page.NextMarker;
        } while (Marker !== undefined);
        assert.deepEqual(seen, expected, `${FunctionVersion}, pages of ${MaxItems}`);
      }
  });
});

describe("DeleteAlias", () => {
  before(start);

  it("is no error for an alias that is not there, but is for a function that is not", async () => {
    await create("gone");
    for (let n = 0; n < 2; n++) await account.call("DeleteAlias", { FunctionName: "f", Name: "gone" });
    assert.deepEqual(await names(), []);
    assert.equal((await account.failure("GetFunction", { FunctionName: "f:gone" })).status, 404);
    const { message } = await account.failure("DeleteAlias", { FunctionName: "none", Name: "a" });
    assert.equal(message, `Function not found: ${account.arn("none")}`);
  });

  it("lets go of the version", async () => {
    await create("holder", { FunctionVersion: "1" });
    assert.equal((await account.failure("DeleteFunction", { FunctionName: "f:1" })).status, 409);
    await account.call("DeleteAlias", { FunctionName: "f", Name: "holder" });
    await account.call("DeleteFunction", { FunctionName: "f:1" });
    assert.equal((await account.failure("GetFunction", { FunctionName: "f:1" })).status, 404);
  });
});

it("aliases and versions are there after a restart", async () => {
  await start();
  const created = await create("kept", { RoutingConfig: weights({ "2": 0.3 }) });
  const version = await account.call("GetFunctionConfiguration", { FunctionName: "f:2" });
  await fixture().restart();
  assert.deepEqual(await get("kept"), created);
  assert.deepEqual(await account.call("GetFunctionConfiguration", { FunctionName: "f:2" }), version);
});
