import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Clock } from "../../../src/base/index.ts";
import type { WorkQueue } from "../../../src/store/index.ts";
import { openSqlite } from "../../../src/store/sqlite/index.ts";

/** A real queue in a folder of its own, which goes with the test. */
export async function openQueue(
  t: TestContext,
  clock: Clock,
): Promise<{ work: WorkQueue; reopen(): Promise<WorkQueue> }> {
  const folder = mkdtempSync(join(tmpdir(), "hearth-work-"));
  let stores = await openSqlite({ folder, clock });
  t.after(async () => {
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    work: stores.work,
    reopen: async () => {
      await stores.close();
      stores = await openSqlite({ folder, clock });
      return stores.work;
    },
  };
}
