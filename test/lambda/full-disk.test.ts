// A full disk: a clear answer, nothing that was acknowledged is lost, and it can be cleared up.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { AwsError } from "../../src/wire/index.ts";
import { type Account, ControlPlaneFixture } from "./lambda-fixture.ts";

let fixture: ControlPlaneFixture;
let account: Account;
const created: string[] = [];

before(async () => {
  fixture = await ControlPlaneFixture.open(60);
  account = fixture.newAccount();
});
after(() => fixture.dispose());

it("says so when a function cannot be written any more", async () => {
  let refusal: unknown;
  for (let n = 0; n < 500 && refusal === undefined; n++) {
    const name = `f${String(n).padStart(3, "0")}`;
    try {
      await account.create(name, { Description: "d".repeat(250) });
      created.push(name);
    } catch (error) {
      refusal = error;
    }
  }
  assert.ok(refusal instanceof AwsError, String(refusal));
  assert.deepEqual([refusal.code, refusal.status], ["ServiceException", 500]);
  assert.match(refusal.message, /^the disk that holds the data folder is full/);
  assert.ok(created.length > 0);
});

it("keeps and serves what was there", async () => {
  const listed: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await account.call("ListFunctions", { Marker });
    listed.push(...(page.Functions ?? []).map(({ FunctionName }) => String(FunctionName)));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  assert.deepEqual(listed, created);
});

it("lets functions be deleted, whose room others can take", async () => {
  for (const FunctionName of created) await account.call("DeleteFunction", { FunctionName });
  assert.deepEqual((await account.call("ListFunctions", {})).Functions, []);
  await account.create(String(created[0]));
});
