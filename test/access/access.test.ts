import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { InvalidAccessKey, openAccess } from "../../src/access/index.ts";
import type { Access, Credential, SessionRequest } from "../../src/access/index.ts";
import { systemRandom, TestClock } from "../../src/base/index.ts";
import type { RecordStore } from "../../src/store/index.ts";
import { openSqlite } from "../../src/store/sqlite/index.ts";
import type { SqliteStores } from "../../src/store/sqlite/index.ts";
import type { Credential as WireCredential } from "../../src/wire/index.ts";

const accountId = "123456789012";
const session: SessionRequest = {
  accountId,
  roleArn: `arn:aws:iam::${accountId}:role/service/MyRole`,
  sessionName: "my-function",
  durationMs: 3_600_000,
};

let folder: string;
let clock: TestClock;
let stores: SqliteStores;
let access: Access;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "hearth-access-"));
  clock = new TestClock();
  stores = await openSqlite({ folder, clock });
  access = await openAccess({ records: stores.records, random: systemRandom, clock });
});
afterEach(async () => {
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await stores.close();
  stores = await openSqlite({ folder, clock });
  access = await openAccess({ records: stores.records, random: systemRandom, clock });
}

test("keys look like those of AWS, and belong to the root or a user", async () => {
  const root = await access.accessKeys.create({ accountId });
  const user = await access.accessKeys.create({ accountId, userName: "ann@example.com" });
  for (const { accessKeyId, secretAccessKey } of [root, user]) {
    assert.match(accessKeyId, /^AKIA[A-Z2-7]{16}$/);
    assert.match(secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
  }
  assert.notEqual(root.accessKeyId, user.accessKeyId);
  const expected: WireCredential = {
    secretAccessKey: root.secretAccessKey,
    sessionToken: undefined,
    caller: { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, accessKeyId: root.accessKeyId },
  };
  assert.deepEqual(await access.find(root.accessKeyId), expected);
  const caller = (await access.find(user.accessKeyId))?.caller;
  assert.equal(caller?.arn, `arn:aws:iam::${accountId}:user/ann@example.com`);
  assert.match(caller?.userId ?? "", /^AIDA[A-Z2-7]{16}$/);
});

test("keys are remembered across a restart, and listed without their secrets", async () => {
  const made = await access.accessKeys.create({ accountId, userName: "ann" });
  const before = await access.find(made.accessKeyId);
  await restart();
  assert.deepEqual(await access.find(made.accessKeyId), before);
  assert.deepEqual(await access.accessKeys.list(), [
    { accessKeyId: made.accessKeyId, accountId, userName: "ann", createdMs: clock.nowMs() },
  ]);
});

test("all keys are listed, however many", async () => {
  const made = await Promise.all(Array.from({ length: 1_001 }, () => access.accessKeys.create({ accountId })));
  const listed = (await access.accessKeys.list()).map(({ accessKeyId }) => accessKeyId);
  assert.deepEqual(listed, made.map(({ accessKeyId }) => accessKeyId).toSorted());
});

test("a removed key is refused at once, also after a restart", async () => {
  const { accessKeyId } = await access.accessKeys.create({ accountId });
  await restart();
  const racing = access.find(accessKeyId);
  assert.equal(await access.accessKeys.remove(accessKeyId), true);
  await racing;
  assert.equal(await access.find(accessKeyId), undefined);
  assert.equal(await access.accessKeys.remove(accessKeyId), false);
  await restart();
  assert.equal(await access.find(accessKeyId), undefined);
  assert.deepEqual(await access.accessKeys.list(), []);
});

test("the store is read once per key, not once per request", async () => {
  const { accessKeyId } = await access.accessKeys.create({ accountId });
  let reads = 0;
  const { records } = stores;
  const counting: RecordStore = {
    get: (kind, key) => {
      reads += 1;
      return records.get(kind, key);
    },
    list: (kind, query) => records.list(kind, query),
    write: (changes) => records.write(changes),
    changesAfter: (sequence, limit) => records.changesAfter(sequence, limit),
  };
  const fresh = await openAccess({ records: counting, random: systemRandom, clock });
  reads = 0;
  for (let count = 0; count < 5; count++) assert.ok(await fresh.find(accessKeyId));
  assert.equal(reads, 1);
  const made = await fresh.accessKeys.create({ accountId });
  assert.ok(await fresh.find(made.accessKeyId));
  assert.equal(reads, 1);
});

test("accounts and users that AWS would not take are refused", async () => {
  for (const key of [{ accountId: "1" }, { accountId, userName: "" }, { accountId, userName: "a/b" }]) {
    await assert.rejects(access.accessKeys.create(key), InvalidAccessKey);
  }
  assert.equal(await access.find("AKIANOTTHERE00000000"), undefined);
});

test("a session belongs to its role, and is verified after a restart", async () => {
  const minted = access.sessionCredentials.mint(session);
  assert.match(minted.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
  assert.match(minted.secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
  assert.equal(minted.expiresAtMs, clock.nowMs() + session.durationMs);
  const check = (found: Credential | undefined): void => {
    assert.ok(found);
    assert.equal(found.secretAccessKey, minted.secretAccessKey);
    assert.equal(found.sessionToken, minted.sessionToken);
    assert.equal(found.caller.accountId, accountId);
    assert.equal(found.caller.arn, `arn:aws:sts::${accountId}:assumed-role/MyRole/my-function`);
    assert.match(found.caller.userId, /^AROA[A-Z2-7]{16}:my-function$/);
  };
  check(await access.find(minted.accessKeyId, minted.sessionToken));
  await restart();
  check(await access.find(minted.accessKeyId, minted.sessionToken));
});

test("sessions cost the store nothing", async () => {
  const before = await stores.records.changesAfter(0, 100);
  for (let count = 0; count < 100; count++) access.sessionCredentials.mint(session);
  assert.deepEqual(await stores.records.changesAfter(0, 100), before);
});

test("a session ends when it expires", async () => {
  const { accessKeyId, sessionToken } = access.sessionCredentials.mint(session);
  await clock.advance(session.durationMs - 1);
  assert.ok(await access.find(accessKeyId, sessionToken));
  await clock.advance(1);
  assert.equal(await access.find(accessKeyId, sessionToken), undefined);
});

test("a token that was changed, borrowed or made elsewhere is refused", async () => {
  const [mine, other] = [access.sessionCredentials.mint(session), access.sessionCredentials.mint(session)];
  const { accessKeyId, sessionToken } = mine;
  const refused = [
    undefined,
    "",
    "x",
    "%%%",
    sessionToken.slice(0, -4),
    `${sessionToken}=`,
    `${sessionToken} `,
    other.sessionToken,
  ];
  const bytes = Buffer.from(sessionToken, "base64");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    refused.push(changed.toString("base64"));
  }
  for (const token of refused) assert.equal(await access.find(accessKeyId, token), undefined, token);

  const away = mkdtempSync(join(folder, "away-"));
  const elsewhere = await openSqlite({ folder: away, clock });
  const stranger = await openAccess({ records: elsewhere.records, random: systemRandom, clock });
  const foreign = stranger.sessionCredentials.mint(session);
  assert.equal(await access.find(foreign.accessKeyId, foreign.sessionToken), undefined);
  await elsewhere.close();
});

test("two that open an empty store at once seal with the same key", async () => {
  const away = await openSqlite({ folder: mkdtempSync(join(folder, "away-")), clock });
  const parts = { records: away.records, random: systemRandom, clock };
  const [one, two] = await Promise.all([openAccess(parts), openAccess(parts)]);
  const { accessKeyId, sessionToken } = one.sessionCredentials.mint(session);
  assert.ok(await two.find(accessKeyId, sessionToken));
  await away.close();
});
