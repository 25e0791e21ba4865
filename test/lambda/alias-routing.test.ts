// Which version serves an invocation, and what the data plane is told of it.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Random, seededFractions, systemRandom } from "../../src/base/index.ts";
import { type Account, ControlPlaneFixture } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

let fixture: ControlPlaneFixture;
let account: Account;
let chance: Chance;

/** Numbers from a seed, or one number for as long as it is set. */
class Chance implements Random {
  always: number | undefined;
  readonly #seeded: () => number;

  constructor(seed: number) {
    this.#seeded = seededFractions(seed);
  }

  fraction(): number {
    if (this.always !== undefined) return this.always;
    return this.#seeded();
  }

  uuid(): string {
    return systemRandom.uuid();
  }

  hex(lengthBytes: number): string {
    return systemRandom.hex(lengthBytes);
  }

  bytes(lengthBytes: number): Uint8Array {
    return systemRandom.bytes(lengthBytes);
  }
}

before(async () => {
  fixture = await ControlPlaneFixture.open();
  chance = new Chance(20_250_101);
  fixture.random = chance;
  await fixture.restart();
  account = fixture.newAccount();
  await account.createActive("f");
  for (let n = 0; n < 3; n++) await publishChanged(account, "f");
  await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
  await account.call("CreateAlias", { FunctionName: "f", Name: "newest", FunctionVersion: "$LATEST" });
});
after(() => fixture.dispose());

async function invoke(Qualifier?: string): Promise<string | undefined> {
  return (await account.call("Invoke", { FunctionName: "f", Qualifier })).ExecutedVersion;
}

function split(weight: number, FunctionVersion = "1", other = "2"): Promise<unknown> {
  const RoutingConfig = { AdditionalVersionWeights: { [other]: weight } };
  return account.call("UpdateAlias", { FunctionName: "f", Name: "live", FunctionVersion, RoutingConfig });
}

async function counts(invocations: number): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let n = 0; n < invocations; n++) {
    const version = String(await invoke("live"));
    seen[version] = (seen[version] ?? 0) + 1;
  }
  return seen;
}

describe("the version that runs", () => {
  it("is the one that was named, and is told by number", async () => {
    for (const [qualifier, version] of [
      [undefined, "$LATEST"],
      ["$LATEST", "$LATEST"],
      ["1", "1"],
      ["3", "3"],
      ["live", "1"],
      ["newest", "$LATEST"],
    ] as const) {
      assert.equal(await invoke(qualifier), version);
      const { spec, request } = account.invoker.invoked.at(-1) ?? assert.fail();
      assert.deepEqual([spec.version, spec.functionArn], [version, account.arn("f")]);
      assert.equal(request.invokedFunctionArn, account.arn(qualifier === undefined ? "f" : `f:${qualifier}`));
    }
  });

  it("has environments of its own, though code and configuration be those of another", async () => {
    await invoke("3");
    const published = account.invoker.invoked.at(-1)?.spec.hash;
    await invoke();
    assert.notEqual(account.invoker.invoked.at(-1)?.spec.hash, published);
  });

  it("stays as it was when $LATEST changes, and so do its environments", async () => {
    await invoke("2");
    const { spec } = account.invoker.invoked.at(-1) ?? assert.fail();
    await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Timeout: 60 });
    await account.settled("f");
    await invoke("2");
    assert.equal(account.invoker.invoked.at(-1)?.spec, spec);
    assert.ok(!account.invoker.retired.includes(spec.hash));
  });
});

describe("an alias that splits its requests", () => {
  it("does so by weight, decided anew for each request", async () => {
    for (const weight of [0.1, 0.5, 0.9]) {
      await split(weight);
      const invocations = 4_000;
      const { "1": own = 0, "2": other = 0, ...rest } = await counts(invocations);
      assert.deepEqual(rest, {});
      assert.equal(own + other, invocations);
      // Four standard deviations; with this seed it either holds always or never.
      const deviation = Math.sqrt(invocations * weight * (1 - weight));
      assert.ok(Math.abs(other - invocations * weight) < 4 * deviation, `${other} of ${invocations} at ${weight}`);
    }
  });

  it("never sends to a version of weight 0, always to one of weight 1", async () => {
    await split(0);
    assert.deepEqual(await counts(500), { "1": 500 });
    await split(1);
    assert.deepEqual(await counts(500), { "2": 500 });
    for (const [always, version] of [
      [0, "2"],
      [0.249, "2"],
      [0.25, "1"],
      [1 - 2 ** -48, "1"],
    ] as const) {
      await split(0.25);
      chance.always = always;
      assert.equal(await invoke("live"), version);
    }
    chance.always = undefined;
  });

  it("follows an update at once, and survives a restart without favouring the version that is loaded first", async () => {
    await split(1, "2", "3");
    assert.equal(await invoke("live"), "3");
    await fixture.restart();
    assert.equal(await invoke("live"), "3");
    await fixture.restart();
    await split(0.5, "2", "3");
    await invoke("2");
    const { "3": other = 0 } = await counts(400);
    assert.ok(other > 150 && other < 250, String(other));
  });
});

it("a warm invocation of a version or alias touches no store", async (t) => {
  await split(0.5, "1", "2");
  const qualifiers = ["1", "2", "live", "newest"];
  for (const qualifier of [...qualifiers, "live", "live", "live"]) await invoke(qualifier);
  const touched = [
    ...(["get", "list", "write", "changesAfter"] as const).map((method) => t.mock.method(fixture.records, method)),
    ...(["folder", "open", "add"] as const).map((method) => t.mock.method(fixture.packages, method)),
  ];
  for (let n = 0; n < 20; n++) for (const qualifier of qualifiers) await invoke(qualifier);
  assert.deepEqual(
    touched.map(({ mock }) => mock.callCount()),
    touched.map(() => 0),
  );
});
