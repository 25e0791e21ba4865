import assert from "node:assert/strict";
import { it } from "node:test";
import { TestClock } from "../../../base/index.ts";
import { DropReports } from "./drop-reports.ts";
import { EventDropped } from "./event-dropped.ts";

function drop(targetId: string, eventId: string): EventDropped {
  return new EventDropped({ ruleArn: "arn:rule", targetId, eventId, reason: "it is gone" });
}

it("tells the first drop of a target at once, and those of the next minute together", async () => {
  const clock = new TestClock();
  const told: string[] = [];
  const reports = new DropReports(clock, ({ message }) => told.push(message));
  for (const event of ["1", "2", "3"]) reports.add(drop("a", event));
  reports.add(drop("b", "4"));
  const end = "matched by arn:rule";
  assert.deepEqual(told.splice(0), [
    `event 1 ${end} was dropped: it is gone`,
    `event 4 ${end} was dropped: it is gone`,
  ]);
  await clock.advance(60_000);
  assert.deepEqual(told.splice(0), [`event 3 and 1 before it ${end} were dropped: it is gone`]);
  reports.add(drop("a", "5"));
  reports.add(drop("b", "6"));
  assert.deepEqual(told.splice(0), [`event 6 ${end} was dropped: it is gone`]);
  await clock.advance(60_000);
  assert.deepEqual(told.splice(0), [`event 5 ${end} was dropped: it is gone`]);
  await clock.advance(600_000);
  assert.deepEqual(told, []);
});
