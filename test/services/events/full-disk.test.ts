// A full disk: a clear answer, and what was acknowledged is delivered all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TargetError } from "../../../src/base/index.ts";
import { AwsError } from "../../../src/wire/index.ts";
import { until, useEventsService } from "./events-fixture.ts";

const fixture = useEventsService({ pagesMax: 100 });

test("events that do not fit are refused, and those that did are delivered", async () => {
  const { targets, clock, faults } = fixture();
  const account = fixture().newAccount();
  const queue = account.arn("sqs", "slow");
  await account.makeRule("rule", "s", [{ Id: "1", Arn: queue }]);
  targets.fail(queue, () => new TargetError("Busy", "not now", { retryable: true }));
  const accepted: string[] = [];
  let refusal: unknown;
  for (let n = 0; n < 500 && refusal === undefined; n += 1) {
    try {
      accepted.push(await account.put("s", { padding: "x".repeat(10_000) }));
    } catch (error) {
      refusal = error;
    }
  }
  assert.ok(refusal instanceof AwsError, String(refusal));
  assert.equal(refusal.code, "InternalException");
  assert.match(refusal.message, /^the disk that holds the data folder is full/);
  assert.ok(accepted.length > 0);
  targets.mend(queue);
  const delivered = (): ReadonlySet<string> =>
    new Set(targets.to(queue).map(({ message }) => /"id":"([^"]*)"/.exec(message?.body ?? "")?.[1] ?? ""));
  await until(() => {
    void clock.advance(60_000);
    return accepted.every((id) => delivered().has(id));
  });
  assert.equal(delivered().size, accepted.length);
  faults.length = 0;
  assert.match(await account.put("s"), /-/);
});
