// Every error of the catalogue that a request can bring about: code, status, Type and message.
import assert from "node:assert/strict";
import { after, it } from "node:test";
import { ERROR_CATALOGUE } from "../../src/lambda/index.ts";
import { unstarted } from "./error-row.ts";
import { FUNCTION_ERRORS } from "./function-error-rows.ts";
import { INVOKE_ERRORS } from "./invoke-error-rows.ts";
import { type Account, useControlPlane } from "./lambda-fixture.ts";
import { VERSION_ERRORS } from "./version-error-rows.ts";
import { SETTINGS_ERRORS } from "./settings-error-rows.ts";

const fixture = useControlPlane();
const ROWS = [...FUNCTION_ERRORS, ...SETTINGS_ERRORS, ...INVOKE_ERRORS, ...VERSION_ERRORS];
/** Recorded of the service without the Type that errors of their code have. */
const UNTYPED: readonly string[] = ["latest-routed"];
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

/** Shown by the tests beside this one: they need a disk or a machine of their own. */
const ELSEWHERE = ["runtime-gone", "disk-full"];

after(() => {
  const unmet = [...ERROR_CATALOGUE.keys()].filter((name) => !met.has(name) && !ELSEWHERE.includes(name));
  assert.deepEqual(unmet, [], "these errors of the catalogue were brought about by no test");
});
