// The limit of an account's code storage: what counts, what is refused, and that nothing is left of it.
import assert from "node:assert/strict";
import { it } from "node:test";
import type { AwsError } from "../../src/wire/index.ts";
import { type Account, ControlPlaneFixture, code, ROLE } from "./lambda-fixture.ts";

/** A control plane whose accounts may store `zips` packages of the size of `zip`. */
async function limited(zips: number, zip: Uint8Array): Promise<ControlPlaneFixture> {
  const fixture = await ControlPlaneFixture.open();
  fixture.codeStorageBytesMax = zips * zip.byteLength;
  await fixture.restart();
  return fixture;
}

async function stored(account: Account): Promise<number> {
  return (await account.call("GetAccountSettings", {})).AccountUsage?.TotalCodeSize ?? -1;
}

function assertExceeded({ code: name, status, message, members }: AwsError): void {
  assert.deepEqual([name, status, message], ["CodeStorageExceededException", 400, "Code storage limit exceeded."]);
  assert.equal(members["Type"], "User");
}

it("is 75 GB", async () => {
  const fixture = await ControlPlaneFixture.open();
  const { AccountLimit } = await fixture.newAccount().call("GetAccountSettings", {});
  assert.equal(AccountLimit?.TotalCodeSize, 80_530_636_800);
  await fixture.dispose();
});

it("is enforced by every operation that stores code, and what is deleted makes room", async (context) => {
  const [zip, other, larger] = await Promise.all([code("a"), code("b"), code("c".repeat(99) + "d-e".repeat(9))]);
  const fixture = await limited(2, zip);
  context.after(() => fixture.dispose());
  const account = fixture.newAccount();
  await account.createActive("f", { Code: { ZipFile: zip } });
  await account.call("PublishVersion", { FunctionName: "f" });
  assert.equal(await stored(account), 2 * zip.byteLength);

  const created = { FunctionName: "g", Runtime: "nodejs22.x", Handler: "index.handler", Role: ROLE } as const;
  assertExceeded(await account.failure("CreateFunction", { ...created, Code: { ZipFile: other } }));
  assertExceeded(await account.failure("PublishLayerVersion", { LayerName: "l", Content: { ZipFile: other } }));
  assertExceeded(await account.failure("UpdateFunctionCode", { FunctionName: "f", ZipFile: larger }));
  assert.equal((await account.failure("GetFunction", { FunctionName: "g" })).status, 404);
  assert.equal(await stored(account), 2 * zip.byteLength);

  // The same amount of other code fits; one more version of it does not.
  await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile: other });
  await account.settled("f");
  assertExceeded(await account.failure("PublishVersion", { FunctionName: "f" }));
  await fixture.newAccount().createActive("f", { Code: { ZipFile: zip } });

  await account.call("DeleteFunction", { FunctionName: "f", Qualifier: "1" });
  await account.call("PublishLayerVersion", { LayerName: "l", Content: { ZipFile: other } });
  assertExceeded(await account.failure("PublishVersion", { FunctionName: "f" }));
  await account.call("DeleteLayerVersion", { LayerName: "l", VersionNumber: 1 });
  assert.equal((await account.call("PublishVersion", { FunctionName: "f" })).Version, "2");
  await account.call("DeleteFunction", { FunctionName: "f" });
  assert.equal(await stored(account), 0);
  assert.deepEqual(fixture.reported, []);
});

it("of many at once, only as many are stored as fit", async (context) => {
  const zip = await code("same");
  const fixture = await limited(3, zip);
  context.after(() => fixture.dispose());
  const account = fixture.newAccount();
  const names = Array.from({ length: 8 }, (_, n) => `f${n}`);
  const outcomes = await Promise.allSettled(names.map((name) => account.create(name, { Code: { ZipFile: zip } })));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 3);
  assert.equal(await stored(account), 3 * zip.byteLength);
});

it("is counted anew from the records by a new server, in any order of changes", async (context) => {
  const fixture = await ControlPlaneFixture.open();
  context.after(() => fixture.dispose());
  const account = fixture.newAccount();
  const long = await code("x".repeat(50) + "y-z".repeat(7));
  await account.createActive("f");
  await account.call("PublishVersion", { FunctionName: "f" });
  await account.call("UpdateFunctionCode", { FunctionName: "f", ZipFile: long, Publish: true });
  await account.settled("f");
  await account.createActive("g");
  await account.call("PublishLayerVersion", { LayerName: "l", Content: { ZipFile: long } });
  await account.call("DeleteFunction", { FunctionName: "g" });
  await account.call("TagResource", { Resource: account.arn("f"), Tags: { a: "b" } });
  const kept = (await account.call("GetAccountSettings", {})).AccountUsage;
  await fixture.restart();
  assert.deepEqual((await account.call("GetAccountSettings", {})).AccountUsage, kept);
  assert.equal(kept?.FunctionCount, 1);
});
