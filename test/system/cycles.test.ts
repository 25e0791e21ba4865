// Nothing is left of environments that are gone: processes, mounts, control groups, devices, descriptors.
import assert from "node:assert/strict";
import { it } from "node:test";
import { runCycles, settledFootprint } from "./cycles.ts";
import { HearthProcess } from "./hearth-process.ts";
import { lambdaClient } from "./sdk.ts";

async function run(hearth: HearthProcess, count: number): Promise<void> {
  const client = lambdaClient(hearth.endpoint);
  await runCycles(client, count);
  client.destroy(); // its connections would be counted
}

it("a hundred functions made, run and deleted leave nothing behind", async () => {
  const hearth = await HearthProcess.start({ flags: ["--stems", "0"] });
  try {
    await run(hearth, 20); // what is kept ready for the next environment is kept from now on
    const before = await settledFootprint(hearth);
    await run(hearth, 100);
    assert.deepEqual(await settledFootprint(hearth), before);
  } finally {
    await hearth.dispose();
  }
});
