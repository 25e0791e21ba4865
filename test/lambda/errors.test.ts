// Every error of the catalogue that a request can bring about: code, status, Type and message. The rows are whatever the
// files `*-error-rows.ts` beside this one export; each runs in one account that has the active function `f`.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, it } from "node:test";
import { ERROR_CATALOGUE } from "../../src/lambda/error-catalogue.ts";
import { type ErrorRow, unstarted } from "./error-row.ts";
import { type Account, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const ROWS: ErrorRow[] = [];
for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith("-error-rows.ts"))) {
  const exported = (await import(join(import.meta.dirname, file))) as Readonly<Record<string, readonly ErrorRow[]>>;
  ROWS.push(...Object.values(exported).flat());
}
/** Recorded of the service without the Type that errors of their code have. */
const UNTYPED: readonly string[] = [
  "latest-routed",
  "reserves-too-much",
  "reserves-too-little",
  "provisions-too-much",
  "provisions-more-than-unreserved",
  "signing-config-gone",
];
const met = new Set<string>();

let account: Account | undefined;

for (const row of ROWS) {
  it(`${row.error}: ${row.message.slice(0, 90)}`, async () => {
    account ??= await fixtureAccount();
    const error = await row.bring(account);
    const message = row.message.replaceAll("ARN:", account.arn(""));
    assert.equal(error.message, message.replaceAll("ACCOUNT", account.scope.accountId));
    const [status, name] = row.outcome;
    assert.deepEqual([error.status, error.code], [status, name]);
    const untyped = name === "ValidationException" || name === "AccessDeniedException" || UNTYPED.includes(row.error);
    assert.equal(error.members["Type"], untyped ? undefined : status < 500 ? "User" : "Service");
    met.add(row.error);
  });
}

async function fixtureAccount(): Promise<Account> {
  const made = fixture().newAccount();
  await made.createActive("f");
  return made;
}

it("a throttled call says why and when to come back", async () => {
  assert.ok(account);
  const { members } = await unstarted("throttled")(account);
  assert.deepEqual(members, { Type: "User", Reason: "ConcurrentInvocationLimitExceeded", retryAfterSeconds: "1" });
});

/** Shown by the tests beside this one: they need a disk, a machine, an S3 or a signer of their own. */
const ELSEWHERE = [
  "runtime-gone",
  "disk-full",
  "layers-too-large",
  "code-and-layers-too-large",
  "broken-signature",
  "objects-unreachable",
  "code-storage-exceeded",
  "bucket-and-key",
];

after(() => {
  const unmet = [...ERROR_CATALOGUE.keys()].filter((name) => !met.has(name) && !ELSEWHERE.includes(name));
  assert.deepEqual(unmet, [], "these errors of the catalogue were brought about by no test");
});
