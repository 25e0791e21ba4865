// What must hold of versions whatever happens around them: random histories from seeds, and races.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AwsError } from "../../src/wire/index.ts";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const fixture = useControlPlane();
const FunctionName = "f";

type Row = Record<string, unknown>;

/** Whole numbers below a bound, from a seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** A function in a history, with what is known of it. */
class History {
  readonly account: Account = fixture().newAccount();
  /** Each version as it was when it had become active, with the spec that served it. */
  readonly versions = new Map<string, { readonly shown: Row; readonly specHash: string }>();
  readonly aliases = new Map<string, string>();
  readonly numbers: number[] = [];
  readonly roll: (sides: number) => number;

  constructor(seed: number) {
    this.roll = dice(seed);
  }

  async step(): Promise<void> {
    const { account, roll } = this;
    switch (roll(9)) {
      case 0:
        await account.call("UpdateFunctionConfiguration", { FunctionName, Timeout: 1 + roll(3) });
        break;
      case 1:
        await account.call("UpdateFunctionCode", { FunctionName, ZipFile: await code(`code ${roll(3)}`) });
        break;
      case 2:
      case 3:
        await this.published(account.call("PublishVersion", { FunctionName, Description: `d${roll(4)}` }));
        break;
      case 4: {
        const ZipFile = await code(`code ${roll(3)}`);
        await this.published(account.call("UpdateFunctionCode", { FunctionName, ZipFile, Publish: true }));
        break;
      }
      case 5:
        await this.deleteVersion();
        break;
      case 6:
        await this.pointAlias();
        break;
      case 7:
        for (const Name of this.aliases.keys()) await account.call("DeleteAlias", { FunctionName, Name });
        this.aliases.clear();
        break;
      default:
        if (roll(4) === 0) await fixture().restart();
        else await account.call("TagResource", { Resource: account.arn(FunctionName), Tags: { t: String(roll(9)) } });
    }
    await account.settled(FunctionName);
  }

  async published(publication: Promise<{ readonly Version?: string | undefined }>): Promise<void> {
    const version = String((await publication).Version);
    await this.account.settled(FunctionName);
    if (this.versions.has(version)) return;
    this.numbers.push(Number(version));
    this.versions.set(version, { shown: await this.shown(version), specHash: await this.specHash(version) });
  }

  async deleteVersion(): Promise<void> {
    const version = [...this.versions.keys()][this.roll(4)];
    if (version === undefined) return;
    const deletion = this.account.call("DeleteFunction", { FunctionName, Qualifier: version });
    if ([...this.aliases.values()].includes(version)) {
      await assert.rejects(deletion, (error) => error instanceof AwsError && error.status === 409);
      return;
    }
    await deletion;
    this.versions.delete(version);
  }

  async pointAlias(): Promise<void> {
    const FunctionVersion = [...this.versions.keys()][this.roll(4)];
    if (FunctionVersion === undefined) return;
    const Name = `alias${this.roll(2)}`;
    const operation = this.aliases.has(Name) ? "UpdateAlias" : "CreateAlias";
    await this.account.call(operation, { FunctionName, Name, FunctionVersion });
    this.aliases.set(Name, FunctionVersion);
  }

  async shown(version: string): Promise<Row> {
    return { ...(await this.account.call("GetFunctionConfiguration", { FunctionName, Qualifier: version })) };
  }

  async specHash(qualifier: string): Promise<string> {
    await this.account.call("Invoke", { FunctionName, Qualifier: qualifier });
    return String(fixture().invoker.invoked.at(-1)?.spec.hash);
  }

  /** Everything that must hold now. */
  async check(): Promise<void> {
    for (const [version, { shown, specHash }] of this.versions) {
      assert.deepEqual(await this.shown(version), shown);
      assert.equal(await this.specHash(version), specHash);
      const zip = await fixture().packages.open(Buffer.from(String(shown["CodeSha256"]), "base64").toString("hex"));
      assert.ok(zip, `the code of version ${version} is gone`);
      zip.destroy();
    }
    for (const [alias, version] of this.aliases)
      assert.equal(await this.specHash(alias), this.versions.get(version)?.specHash);
    assert.deepEqual(
      this.numbers,
      this.numbers.toSorted((a, b) => a - b),
    );
    const { Versions } = await this.account.call("ListVersionsByFunction", { FunctionName });
    assert.deepEqual(
      Versions?.map(({ Version }) => Version),
      ["$LATEST", ...this.versions.keys()],
    );
  }
}

describe("a published version never changes", () => {
  for (let seed = 1; seed <= 6; seed++)
    it(`in the history of seed ${seed}`, async () => {
      const history = new History(seed);
      await history.account.createActive(FunctionName, { Code: { ZipFile: await code("code 0") } });
      for (let step = 0; step < 40; step++) {
        await history.step();
        await history.check();
      }
      assert.ok(history.numbers.length > 3, "the history published too little to show anything");
    });
});

describe("at the same time", () => {
  it("many publications of one state make one version", async () => {
    const account = fixture().newAccount();
    await account.createActive(FunctionName);
    const published = await Promise.all(
      Array.from({ length: 12 }, () => account.call("PublishVersion", { FunctionName })),
    );
    for (const one of published) assert.deepEqual(one, published[0]);
    assert.equal((await account.call("ListVersionsByFunction", { FunctionName })).Versions?.length, 2);
  });

  it("publications with one revision: one wins", async () => {
    const account = fixture().newAccount();
    const { RevisionId } = await account.createActive(FunctionName);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => account.call("PublishVersion", { FunctionName, RevisionId })),
    );
    const refused = outcomes.flatMap((o): unknown[] => (o.status === "rejected" ? [o.reason] : []));
    assert.equal(refused.length, 5);
    for (const reason of refused) assert.equal(reason instanceof AwsError && reason.status, 412);
  });

  it("an alias never points to a version that is gone", async () => {
    const account = fixture().newAccount();
    await account.createActive(FunctionName);
    for (let round = 0; round < 20; round++) {
      const FunctionVersion = await publishChanged(account, FunctionName);
      const Name = `a${round}`;
      const [made, deleted] = await Promise.allSettled([
        account.call("CreateAlias", { FunctionName, Name, FunctionVersion }),
        account.call("DeleteFunction", { FunctionName, Qualifier: FunctionVersion }),
      ]);
      assert.equal(
        [made, deleted].filter(({ status }) => status === "fulfilled").length,
        1,
        `round ${round}: ${made.status}, ${deleted.status}`,
      );
      if (made.status === "fulfilled") await account.call("Invoke", { FunctionName, Qualifier: Name });
    }
  });

  it("nothing of a function stays when it is deleted among publications and aliases", async () => {
    const account = fixture().newAccount();
    for (let round = 0; round < 10; round++) {
      await account.createActive(FunctionName);
      await publishChanged(account, FunctionName);
      const ZipFile = await code(`round ${round}`);
      await Promise.allSettled([
        account.call("PublishVersion", { FunctionName }),
        account.call("CreateAlias", { FunctionName, Name: "a", FunctionVersion: "$LATEST" }),
        account.call("DeleteFunction", { FunctionName }),
        account.call("UpdateFunctionCode", { FunctionName, ZipFile, Publish: true }),
        account.call("Invoke", { FunctionName, Qualifier: "1" }),
      ]);
      await account.call("DeleteFunction", { FunctionName }).catch(() => undefined);
      const prefix = `${account.scope.accountId}/`;
      for (const kind of ["function", "function-version", "function-alias"])
        assert.deepEqual(await fixture().records.list(kind, { prefix, limit: 10 }), [], kind);
      const uses = await fixture().records.list("package-use", { prefix: "", limit: 1_000 });
      assert.deepEqual(
        uses.filter(({ key }) => key.includes(`/${prefix}`)),
        [],
      );
    }
  });
});

async function isKept(sha256: string): Promise<boolean> {
  const zip = await fixture().packages.open(sha256);
  zip?.destroy();
  return zip !== undefined;
}

describe("packages of versions", () => {
  it("stay with a version when $LATEST has other code, and go with the version", async () => {
    const account = fixture().newAccount();
    const { CodeSha256 } = await account.createActive(FunctionName, {
      Publish: true,
      Code: { ZipFile: await code("of one version only") },
    });
    const sha256 = Buffer.from(String(CodeSha256), "base64").toString("hex");
    await account.call("UpdateFunctionCode", { FunctionName, ZipFile: await code("of $LATEST only") });
    await account.settled(FunctionName);
    await fixture().restart();
    assert.ok(await isKept(sha256));
    await account.call("Invoke", { FunctionName, Qualifier: "1" });
    await account.call("DeleteFunction", { FunctionName, Qualifier: "1" });
    assert.ok(await isKept(sha256), "an invocation may still run");
    await fixture().clock.advance(13_000);
    await fixture().until(async () => !(await isKept(sha256)));
  });

  it("shared by versions go with the last, also when the function is deleted", async () => {
    const account = fixture().newAccount();
    const { CodeSha256 } = await account.createActive(FunctionName, {
      Code: { ZipFile: await code("shared by versions") },
    });
    const sha256 = Buffer.from(String(CodeSha256), "base64").toString("hex");
    for (let n = 0; n < 3; n++) await publishChanged(account, FunctionName);
    await account.call("DeleteFunction", { FunctionName, Qualifier: "2" });
    await fixture().until(async () => (await fixture().records.get("package-release", sha256)) === undefined);
    assert.ok(await isKept(sha256));
    await account.call("DeleteFunction", { FunctionName });
    await fixture().until(async () => !(await isKept(sha256)));
  });
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
