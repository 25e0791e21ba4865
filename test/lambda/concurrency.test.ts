// Reserved and provisioned concurrency over the real stores: arithmetic, life cycle, races, restarts.
import assert from "node:assert/strict";
import { it } from "node:test";
import { AwsError } from "../../src/wire/index.ts";
import { type Account, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

function reserve(account: Account, FunctionName: string, ReservedConcurrentExecutions: number): Promise<unknown> {
  return account.call("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions });
}

function provision(account: Account, Qualifier: string, count: number, FunctionName = "f") {
  const input = { FunctionName, Qualifier, ProvisionedConcurrentExecutions: count };
  return account.call("PutProvisionedConcurrencyConfig", input);
}

function provisioned(account: Account, Qualifier: string, FunctionName = "f") {
  return account.call("GetProvisionedConcurrencyConfig", { FunctionName, Qualifier });
}

async function unreserved(account: Account): Promise<number | undefined> {
  return (await account.call("GetAccountSettings", {})).AccountLimit?.UnreservedConcurrentExecutions;
}

/** How many environments the data plane was last told to keep for a version of `f`. */
function kept(account: Account, version: number): number | undefined {
  return account.invoker.provisions.get(`${account.scope.accountId}/f:${version}`);
}

/** An account with the function `f`, its versions 1 and 2, and the alias `live` of version 1. */
async function versions(): Promise<Account> {
  const account = fixture().newAccount();
  await account.createActive("f");
  await account.call("PublishVersion", { FunctionName: "f" });
  await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Timeout: 9 });
  await account.settled("f");
  await account.call("PublishVersion", { FunctionName: "f" });
  await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
  return account;
}

/** Waits until a configuration is no longer in progress. */
async function settled(account: Account, Qualifier: string) {
  await fixture().until(async () => (await provisioned(account, Qualifier)).Status !== "IN_PROGRESS");
  return provisioned(account, Qualifier);
}

it("reserved concurrency is set, shown, told to the data plane, and given up", async () => {
  const account = fixture().newAccount();
  await account.createActive("f");
  const at = `eu-west-1/${account.scope.accountId}/f`;
  assert.deepEqual(await account.call("GetFunctionConcurrency", { FunctionName: "f" }), {});
  assert.equal("Concurrency" in (await account.call("GetFunction", { FunctionName: "f" })), false);
  for (const ReservedConcurrentExecutions of [0, 900]) {
    const set = { ReservedConcurrentExecutions };
    assert.deepEqual(await account.call("PutFunctionConcurrency", { FunctionName: account.arn("f"), ...set }), set);
    assert.deepEqual(await account.call("GetFunctionConcurrency", { FunctionName: "f" }), set);
    assert.deepEqual((await account.call("GetFunction", { FunctionName: "f" })).Concurrency, set);
    assert.equal(account.invoker.reserved.get(at), ReservedConcurrentExecutions);
    assert.equal(await unreserved(account), 1_000 - ReservedConcurrentExecutions);
  }
  for (let round = 0; round < 2; round++) {
    assert.equal(await account.call("DeleteFunctionConcurrency", { FunctionName: "f" }), undefined);
    assert.deepEqual(await account.call("GetFunctionConcurrency", { FunctionName: "f" }), {});
    assert.equal(account.invoker.reserved.has(at), false);
  }
});

it("a reservation takes the place of the one before, and ends with its function", async () => {
  const account = fixture().newAccount();
  await account.createActive("f");
  await account.createActive("g");
  await reserve(account, "f", 900);
  await reserve(account, "f", 850);
  await reserve(account, "g", 50);
  assert.equal(await unreserved(account), 100);
  await account.call("DeleteFunction", { FunctionName: "f" });
  assert.equal(await unreserved(account), 950);
  assert.equal(account.invoker.reserved.has(`eu-west-1/${account.scope.accountId}/f`), false);
  await account.createActive("f");
  assert.deepEqual(await account.call("GetFunctionConcurrency", { FunctionName: "f" }), {});
  assert.equal(await unreserved(fixture().newAccount()), 1_000, "accounts are apart");
});

it("reservations made at once never take more than may be reserved", async () => {
  const account = fixture().newAccount();
  const names = Array.from({ length: 6 }, (_, index) => `f${index}`);
  for (const name of names) await account.createActive(name);
  const outcomes = await Promise.allSettled(names.map((name) => reserve(account, name, 300)));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 3);
  for (const outcome of outcomes) if (outcome.status === "rejected") assert.ok(outcome.reason instanceof AwsError);
  assert.equal(await unreserved(account), 100);
});

it("provisioned concurrency goes from in progress to ready, counts in the account, and is given up", async () => {
  const account = await versions();
  const put = await provision(account, "live", 3);
  const { LastModified, ...rest } = put;
  assert.match(LastModified ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
  assert.deepEqual(rest, {
    RequestedProvisionedConcurrentExecutions: 3,
    AllocatedProvisionedConcurrentExecutions: 0,
    AvailableProvisionedConcurrentExecutions: 0,
    Status: "IN_PROGRESS",
  });
  assert.equal(await unreserved(account), 997);
  assert.deepEqual(await settled(account, "live"), {
    RequestedProvisionedConcurrentExecutions: 3,
    AllocatedProvisionedConcurrentExecutions: 3,
    AvailableProvisionedConcurrentExecutions: 3,
    Status: "READY",
    LastModified,
  });
  assert.equal(kept(account, 1), 3);
  await reserve(account, "f", 10);
  assert.equal(await unreserved(account), 990, "what is provisioned is part of what is reserved");
  await account.call("DeleteProvisionedConcurrencyConfig", { FunctionName: "f", Qualifier: "live" });
  await fixture().until(() => Promise.resolve(kept(account, 1) === undefined));
  await account.call("DeleteProvisionedConcurrencyConfig", { FunctionName: "f", Qualifier: "live" });
});

it("configurations are listed in pages, in order of version or alias", async () => {
  const account = await versions();
  await account.call("CreateAlias", { FunctionName: "f", Name: "blue", FunctionVersion: "2" });
  for (const qualifier of ["live", "blue"]) await provision(account, qualifier, 1);
  const seen: (string | undefined)[] = [];
  for (let Marker: string | undefined, more = true; more; more = Marker !== undefined) {
    const page = await account.call("ListProvisionedConcurrencyConfigs", { FunctionName: "f", MaxItems: 1, Marker });
    seen.push(...(page.ProvisionedConcurrencyConfigs ?? []).map(({ FunctionArn }) => FunctionArn));
    Marker = page.NextMarker;
  }
  assert.deepEqual(seen, [account.arn("f:blue"), account.arn("f:live")]);
  await account.createActive("bare");
  const none = await account.call("ListProvisionedConcurrencyConfigs", { FunctionName: "bare" });
  assert.deepEqual(none, { ProvisionedConcurrencyConfigs: [] });
});

it("it follows an alias that moves: the former version serves until the new one is ready", async () => {
  const account = await versions();
  await provision(account, "live", 2);
  await settled(account, "live");
  account.invoker.provisionedStatus = "in-progress";
  await account.call("UpdateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "2" });
  const moving = await provisioned(account, "live");
  assert.equal(moving.Status, "IN_PROGRESS");
  assert.equal(moving.AvailableProvisionedConcurrentExecutions, 2);
  await fixture().until(() => Promise.resolve(kept(account, 2) !== undefined));
  assert.equal((await provisioned(account, "live")).AllocatedProvisionedConcurrentExecutions, 2);
  assert.equal(kept(account, 1), 2);
  account.invoker.finishProvisioning("ready");
  assert.equal((await settled(account, "live")).Status, "READY");
  assert.deepEqual([kept(account, 1), kept(account, 2)], [undefined, 2]);
  await account.failure("GetProvisionedConcurrencyConfig", { FunctionName: "f", Qualifier: "2" });
});

it("an alias that has it moves to no version that has its own, and any other alias to every version", async () => {
  const account = await versions();
  await provision(account, "live", 2);
  await settled(account, "live");
  await provision(account, "2", 1);
  const moves = [{ FunctionVersion: "2" }, { RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } }];
  for (const move of moves) {
    const refused = await account.failure("UpdateAlias", { FunctionName: "f", Name: "live", ...move });
    assert.deepEqual(
      [refused.code, refused.message],
      [
        "ResourceConflictException",
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
      ],
    );
  }
  const alias = await account.call("GetAlias", { FunctionName: "f", Name: "live" });
  assert.deepEqual([alias.FunctionVersion, alias.RoutingConfig], ["1", undefined]);
  await account.call("CreateAlias", { FunctionName: "f", Name: "bare", FunctionVersion: "1" });
  await account.call("UpdateAlias", { FunctionName: "f", Name: "bare", FunctionVersion: "2" });
  await account.call("UpdateAlias", { FunctionName: "f", Name: "live", Description: "stays" });
  await account.call("DeleteProvisionedConcurrencyConfig", { FunctionName: "f", Qualifier: "2" });
  await account.call("UpdateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "2" });
});

it("an alias that splits its requests has a share of the environments for each version", async () => {
  const account = await versions();
  await provision(account, "live", 4);
  await settled(account, "live");
  const split = { FunctionName: "f", Name: "live", RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } };
  await account.call("UpdateAlias", split);
  await fixture().until(() => Promise.resolve(kept(account, 2) === 1));
  assert.equal(kept(account, 1), 3);
  assert.equal((await settled(account, "live")).AvailableProvisionedConcurrentExecutions, 4);
});

it("a failed initialisation is told, and asking again tries again", async () => {
  const account = await versions();
  account.invoker.provisionedStatus = "failed";
  await provision(account, "1", 2);
  const { LastModified: _at, ...failed } = await settled(account, "1");
  assert.deepEqual(failed, {
    RequestedProvisionedConcurrentExecutions: 2,
    AllocatedProvisionedConcurrentExecutions: 0,
    AvailableProvisionedConcurrentExecutions: 0,
    Status: "FAILED",
    StatusReason: "FUNCTION_ERROR_INIT_FAILURE",
  });
  account.invoker.provisionedStatus = "ready";
  await account.call("TagResource", { Resource: account.arn("f"), Tags: { a: "b" } });
  assert.equal((await settled(account, "1")).Status, "FAILED", "only who asks gets another try");
  await provision(account, "1", 2);
  assert.equal((await settled(account, "1")).Status, "READY");
});

it("it ends with its alias, its version, and its function", async () => {
  const account = await versions();
  await provision(account, "live", 1);
  await provision(account, "2", 2);
  await settled(account, "2");
  await account.call("DeleteAlias", { FunctionName: "f", Name: "live" });
  assert.equal(await unreserved(account), 998);
  await account.call("DeleteFunction", { FunctionName: "f", Qualifier: "2" });
  assert.equal(await unreserved(account), 1_000);
  await fixture().until(() => Promise.resolve(kept(account, 2) === undefined));
  await provision(account, "1", 1);
  await account.call("DeleteFunction", { FunctionName: "f" });
  assert.equal(await unreserved(account), 1_000);
  await fixture().until(() => Promise.resolve(kept(account, 1) === undefined));
});

it("a restart knows all limits before the first request, and provisions again", async () => {
  const account = await versions();
  await reserve(account, "f", 7);
  await provision(account, "live", 5);
  await settled(account, "live");
  account.invoker.reserved.clear();
  account.invoker.provisions.clear();
  account.invoker.forgetProvisioning();
  await fixture().restart();
  assert.equal(account.invoker.reserved.get(`eu-west-1/${account.scope.accountId}/f`), 7);
  assert.equal(await unreserved(account), 993);
  assert.equal((await settled(account, "live")).Status, "READY");
  assert.equal(kept(account, 1), 5);
});
