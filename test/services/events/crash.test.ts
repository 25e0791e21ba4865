import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Clock, systemClock, systemRandom } from "../../../src/base/index.ts";
import { createEventsService } from "../../../src/services/events/index.ts";
import { openSqlite } from "../../../src/store/sqlite/index.ts";
import { createWorker } from "../../../src/work/index.ts";
import { until } from "./events-fixture.ts";
import { RecordingTargets } from "./recording-targets.ts";

const CHILD = join(import.meta.dirname, "crash-child.ts");
/** So that neither retries nor leases of the process that was killed are waited for. */
const AHEAD_MS = 3_600_000;

/** Puts events in a process of its own, kills it in the midst, and answers the ids of those that were acknowledged. */
async function acknowledged(folder: string, lifeMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, folder], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await until(() => output.includes("ready\n") || child.exitCode !== null);
  await systemClock.sleep(lifeMs);
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
  // Words that were cut off were not said.
  return output.split("\n").slice(1, -1);
}

test("every event that was acknowledged is delivered after a kill -9", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "hearth-events-crash-"));
  context.after(() => rm(folder, { recursive: true }));
  const ids: string[] = [];
  for (const lifeMs of [50, 120, 200]) ids.push(...(await acknowledged(folder, lifeMs)));
  assert.ok(ids.length > 10, String(ids.length));

  const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + AHEAD_MS };
  const stores = await openSqlite({ folder, clock });
  const targets = new RecordingTargets();
  const faults: unknown[] = [];
  const service = createEventsService({
    records: stores.records,
    logs: stores.logs,
    newWorker: (queue, handle) =>
      createWorker({ work: stores.work, queue, handle, clock, onFault: (fault) => faults.push(fault) }),
    targets,
    clock,
    random: systemRandom,
    onDropped: (drop) => faults.push(drop),
  });
  await service.start();
  const delivered = (name: string): ReadonlySet<string> =>
    new Set(
      targets
        .to(`arn:aws:sqs:eu-west-1:000000000001:${name}`)
        .map(({ message }) => /"id":"([^"]*)"/.exec(message?.body ?? "")?.[1] ?? ""),
    );
  for (const name of ["failing", "never"]) await until(() => ids.every((id) => delivered(name).has(id)));
  await service.stop(1000);
  await stores.close();
  assert.deepEqual(faults, []);
});
