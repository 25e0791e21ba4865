// Who may use a version of a layer: the documents, their revisions, and what they permit.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, code, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const ACTION = "lambda:GetLayerVersion";

/** A layer with one version, and its ARN. */
async function newLayer(account: Account, LayerName: string): Promise<string> {
  const Content = { ZipFile: await code(LayerName) };
  return String((await account.call("PublishLayerVersion", { LayerName, Content })).LayerVersionArn);
}

type Principal = { readonly Principal: string; readonly OrganizationId?: string; readonly RevisionId?: string };

async function allow(
  account: Account,
  LayerName: string,
  StatementId: string,
  who: Principal,
): Promise<{ readonly statement: unknown; readonly revision: string }> {
  const input = { LayerName, VersionNumber: 1, StatementId, Action: ACTION, ...who };
  const { Statement, RevisionId } = await account.call("AddLayerVersionPermission", input);
  return { statement: JSON.parse(String(Statement)), revision: String(RevisionId) };
}

async function policy(account: Account, LayerName: string): Promise<{ document: unknown; revision: unknown }> {
  const { Policy, RevisionId } = await account.call("GetLayerVersionPolicy", { LayerName, VersionNumber: 1 });
  return { document: JSON.parse(String(Policy)), revision: RevisionId };
}

describe("the document", () => {
  it("has a statement for each permission, with its members in the service's order", async () => {
    const account = fixture().newAccount();
    const Resource = await newLayer(account, "all");
    const common = { Effect: "Allow", Action: ACTION, Resource };
    const everyone = { Sid: "everyone", Principal: "*", ...common };
    const root = { AWS: "arn:aws:iam::123456789012:root" };
    const given = [
      await allow(account, "all", "everyone", { Principal: "*" }),
      await allow(account, "all", "id", { Principal: "123456789012" }),
      await allow(account, "all", "arn", { Principal: "arn:aws:iam::123456789012:root" }),
      await allow(account, "all", "org", { Principal: "*", OrganizationId: "o-1234567890" }),
    ];
    const expected = [
      everyone,
      { Sid: "id", Principal: root, ...common },
      { Sid: "arn", Principal: root, ...common },
      { ...everyone, Sid: "org", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } } },
    ];
    assert.deepEqual(
      given.map(({ statement }) => statement),
      expected,
    );
    const { document, revision } = await policy(account, "all");
    assert.deepEqual(document, { Version: "2012-10-17", Id: "default", Statement: expected });
    assert.equal(revision, given.at(-1)?.revision);
    const text = String((await account.call("GetLayerVersionPolicy", { LayerName: "all", VersionNumber: 1 })).Policy);
    assert.ok(
      text.startsWith('{"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"everyone","Effect":"Allow",'),
    );
    assert.match(text, /"Principal":"\*","Action":"lambda:GetLayerVersion","Resource":"[^"]*","Condition":\{/);
  });

  it("has a new revision with each change, which a change can insist on", async () => {
    const account = fixture().newAccount();
    await newLayer(account, "revised");
    const one = await allow(account, "revised", "1", { Principal: "*" });
    const two = await allow(account, "revised", "2", { Principal: "*", RevisionId: one.revision });
    assert.notEqual(one.revision, two.revision);
    const removal = { LayerName: "revised", VersionNumber: 1, StatementId: "1", RevisionId: one.revision };
    assert.equal((await account.failure("RemoveLayerVersionPermission", removal)).status, 412);
    await account.call("RemoveLayerVersionPermission", { ...removal, RevisionId: two.revision });
    const { document, revision } = await policy(account, "revised");
    assert.deepEqual(
      (document as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid),
      ["2"],
    );
    assert.notEqual(revision, two.revision);
  });

  it("is gone with its last statement", async () => {
    const account = fixture().newAccount();
    await newLayer(account, "emptied");
    await allow(account, "emptied", "1", { Principal: "*" });
    const version = { LayerName: "emptied", VersionNumber: 1 };
    await account.call("RemoveLayerVersionPermission", { ...version, StatementId: "1" });
    const { message } = await account.failure("GetLayerVersionPolicy", version);
    assert.equal(message, "No policy is associated with the given resource.");
  });

  it("has every one of many statements that are added at once", async () => {
    const account = fixture().newAccount();
    await newLayer(account, "raced");
    const sids = Array.from({ length: 8 }, (_, n) => `s${n}`);
    await Promise.all(sids.map((sid) => allow(account, "raced", sid, { Principal: "*" })));
    const { document } = await policy(account, "raced");
    const statements = (document as { Statement: { Sid: string }[] }).Statement;
    assert.deepEqual(statements.map(({ Sid }) => Sid).toSorted(), sids);
  });

  it("cannot grow beyond 20 KB", async () => {
    const account = fixture().newAccount();
    const arn = await newLayer(account, "grown");
    const statement = { Effect: "Allow", Principal: "*", Action: ACTION, Resource: arn };
    for (let n = 0; ; n++) {
      const StatementId = String(n).padStart(100, "s");
      const input = { LayerName: "grown", VersionNumber: 1, StatementId, Action: ACTION, Principal: "*" };
      const outcome = await account.call("AddLayerVersionPermission", input).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) continue;
      const each = JSON.stringify({ Sid: StatementId, ...statement }).length + 1;
      const bytes = '{"Version":"2012-10-17","Id":"default","Statement":[]}'.length + (n + 1) * each - 1;
      assert.ok(bytes > 20_480 && bytes - each <= 20_480);
      assert.equal(outcome.message, `The final policy size (${bytes}) is bigger than the limit (20480).`);
      break;
    }
  });
});

describe("another account", () => {
  let functions = 0;
  /** Whether a stranger may read a version and give it to a function, in this order. */
  async function may(stranger: Account, arn: string): Promise<readonly boolean[]> {
    const attempts = await Promise.allSettled([
      stranger.call("GetLayerVersionByArn", { Arn: arn }),
      stranger.call("GetLayerVersion", { LayerName: arn.replace(/:1$/, ""), VersionNumber: 1 }),
      stranger.create(`f${++functions}`, { Layers: [arn] }),
    ]);
    return attempts.map(({ status }) => status === "fulfilled");
  }
  const [yes, no] = [
    [true, true, true],
    [false, false, false],
  ];

  it("may use what its account, or everyone, was given", async () => {
    const [owner, friend, stranger] = [fixture().newAccount(), fixture().newAccount(), fixture().newAccount()];
    const arn = await newLayer(owner, "shared");
    assert.deepEqual(await may(friend, arn), no);
    await allow(owner, "shared", "friend", { Principal: friend.scope.accountId });
    assert.deepEqual(await may(friend, arn), yes);
    assert.deepEqual(await may(stranger, arn), no);
    await allow(owner, "shared", "all", { Principal: "*" });
    assert.deepEqual(await may(stranger, arn), yes);
    const version = { LayerName: "shared", VersionNumber: 1 };
    for (const StatementId of ["friend", "all"])
      await owner.call("RemoveLayerVersionPermission", { ...version, StatementId });
    assert.deepEqual(await may(friend, arn), no);
  });

  it("may use nothing that was given to an organization, since nobody's is known", async () => {
    const [owner, stranger] = [fixture().newAccount(), fixture().newAccount()];
    const arn = await newLayer(owner, "organized");
    await allow(owner, "organized", "org", { Principal: "*", OrganizationId: "o-1234567890" });
    assert.deepEqual(await may(stranger, arn), no);
    assert.deepEqual(await may(owner, arn), yes);
  });

  it("may use no other version than the one it was given", async () => {
    const [owner, stranger] = [fixture().newAccount(), fixture().newAccount()];
    const arn = await newLayer(owner, "versioned");
    await newLayer(owner, "versioned");
    await allow(owner, "versioned", "all", { Principal: "*" });
    assert.deepEqual(await may(stranger, arn), yes);
    await assert.rejects(stranger.call("GetLayerVersionByArn", { Arn: arn.replace(/1$/, "2") }), /not authorized/);
  });
});
