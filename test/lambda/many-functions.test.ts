// A thousand functions: listed in pages that stay right while others come and go, alone and with their versions.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { LambdaModel } from "../../src/wire/index.ts";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const COUNT = 1_000;
const AT_ONCE = 100;
const NAMES = Array.from({ length: COUNT }, (_, n) => `f${String(n).padStart(4, "0")}`);

const fixture = useControlPlane();
let account: Account;

/** The names of every page, one after another. */
async function pages(
  input: LambdaModel.ListFunctionsRequest,
  between: (page: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly string[][]> {
  const all: string[][] = [];
  for (let Marker: string | undefined; ;) {
    const { Functions, NextMarker } = await account.call("ListFunctions", { ...input, Marker });
    all.push((Functions ?? []).map(({ FunctionArn }) => String(FunctionArn).slice(account.arn("").length)));
    if (NextMarker === undefined) return all;
    await between(all.length);
    Marker = NextMarker;
  }
}

describe("a thousand functions", () => {
  before(async () => {
    account = fixture().newAccount();
    const Code = { ZipFile: await code("many") };
    for (let from = 0; from < COUNT; from += AT_ONCE)
      await Promise.all(NAMES.slice(from, from + AT_ONCE).map((name) => account.create(name, { Code })));
  });

  it("come in order, fifty to a page whatever more is asked for, none twice", async () => {
    const found = await pages({ MaxItems: 10_000 });
    assert.deepEqual(new Set(found.map(({ length }) => length)), new Set([50]));
    assert.deepEqual(found.flat(), NAMES);
    assert.deepEqual((await pages({ MaxItems: 33 })).flat(), NAMES);
    const { AccountUsage } = await account.call("GetAccountSettings", {});
    assert.equal(AccountUsage?.FunctionCount, COUNT);
  });

  it("show what stays exactly once while others are made and deleted between the pages", async () => {
    const seen = await pages({ MaxItems: 40 }, async (page) => {
      const last = page * 40 - 1;
      // The very function after which the next page begins, and new ones before and after it.
      await account.call("DeleteFunction", { FunctionName: String(NAMES[last]) });
      await account.create(`a${page}`);
      await account.create(`z${String(page).padStart(2, "0")}`);
    });
    const names = seen.flat();
    assert.equal(new Set(names).size, names.length, "something came twice");
    assert.deepEqual(
      names.filter((name) => name.startsWith("f")),
      NAMES,
    );
    assert.deepEqual(names.slice(NAMES.length), names.slice(NAMES.length).toSorted());
    assert.equal(names.filter((name) => name.startsWith("a")).length, 0);
  });

  it("are filtered: replicas of other regions there are none, and ALL adds the versions", async () => {
    const filtered = fixture().newAccount();
    await filtered.createActive("one");
    await publishChanged(filtered, "one");
    await filtered.create("two");
    const { Functions: replicas } = await filtered.call("ListFunctions", { MasterRegion: "us-east-1" });
    assert.deepEqual(replicas, []);
    const { Functions: all } = await filtered.call("ListFunctions", { FunctionVersion: "ALL" });
    assert.deepEqual(
      all?.map(({ FunctionName, Version }) => `${FunctionName}:${Version}`),
      ["one:$LATEST", "one:1", "two:$LATEST"],
    );
  });
});
