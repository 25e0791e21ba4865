import assert from "node:assert/strict";
import { test } from "node:test";
import { type Account, HOUR, MINUTE, useScheduler } from "./scheduler-fixture.ts";

const fixture = useScheduler();

/** The scheduled times of what an account's queue was sent, in minutes after the first. */
function scheduled(account: Account): readonly number[] {
  const times = fixture()
    .targets.to(account.queue)
    .map(({ message }) => Date.parse(message?.body ?? ""));
  return times.map((time) => Math.round((time - (times[0] ?? 0)) / MINUTE));
}

async function everyTenMinutes(account: Account): Promise<void> {
  await account.call(
    "CreateSchedule",
    account.settings("s", "rate(10 minutes)", { Input: "<aws.scheduler.scheduled-time>" }),
  );
  await fixture().until(() => scheduled(account).length === 2, 20_000);
  // The next is planned by then, and its timer set.
  await fixture().pass(30_000, 1_000);
}

test("when the clock is put forward, what was left out is made up for within a minute, each firing once", async () => {
  const account = fixture().newAccount();
  await everyTenMinutes(account);
  fixture().clock.jump(HOUR);
  await fixture().pass(MINUTE, 10_000);
  await fixture().until(() => scheduled(account).length >= 8, 0);
  assert.deepEqual(scheduled(account).slice(0, 8), [0, 10, 20, 30, 40, 50, 60, 70]);
  await account.call("DeleteSchedule", { Name: "s" });
});

test("when the clock is put back, nothing fires twice, and all goes on at its time", async () => {
  const account = fixture().newAccount();
  await everyTenMinutes(account);
  fixture().clock.jump(-HOUR);
  await fixture().pass(HOUR, 5 * MINUTE);
  assert.deepEqual(scheduled(account), [0, 10]);
  await fixture().until(() => scheduled(account).length === 4, 30_000);
  assert.deepEqual(scheduled(account), [0, 10, 20, 30]);
  await account.call("DeleteSchedule", { Name: "s" });
});
