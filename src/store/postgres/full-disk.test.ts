import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import type { TestContext } from "node:test";
import { systemClock, systemRandom } from "../../base/index.ts";
import { StoreFullError } from "../ports/records.ts";
import { openPostgres } from "./index.ts";
import { giveToPostgres } from "./testing/cluster.ts";
import { withCluster } from "./testing/suite.ts";

const MIB = 1_048_576;
const env = { PATH: process.env["PATH"] };
const onTinyDisk = { skip: process.getuid?.() === 0 ? false : "only root may mount a file system" };

/** A file system of its own, with a folder in it for a tablespace. */
function tinyDisk(t: TestContext, mib: number): string {
  const disk = mkdtempSync(join(tmpdir(), "hearth-full-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mib}m,mode=755`, "tmpfs", disk], { env });
  t.after(() => {
    execFileSync("umount", ["--lazy", disk], { env });
    rmSync(disk, { recursive: true });
  });
  mkdirSync(join(disk, "tables"));
  giveToPostgres(join(disk, "tables"));
  return disk;
}

withCluster("a PostgreSQL server whose disk is full", (cluster) => {
  it("loses nothing, is told, and is used again once there is space", onTinyDisk, async (t) => {
    const disk = tinyDisk(t, 40);
    await cluster().query(`create tablespace tiny location '${join(disk, "tables")}'`);
    const url = await cluster().database("tablespace tiny");
    const stores = await openPostgres({ url, clock: systemClock, random: systemRandom, report: () => {} });
    t.after(() => stores.close());
    writeFileSync(join(disk, "ballast"), Buffer.alloc(20 * MIB));
    const done: string[] = [];
    // What PostgreSQL cannot compress.
    const value = systemRandom.hex(60_000);
    const write = (key: string): Promise<void> => stores.records.write([{ op: "put", kind: "fill", key, value }]);
    await assert.rejects(
      async () => {
        for (let count = 0; count < 1_000; count++) {
          await write(`k${count}`);
          done.push(`k${count}`);
        }
      },
      (error) => error instanceof StoreFullError && /disk of the PostgreSQL server is full/.test(error.message),
    );
    assert.ok(done.length > 0);
    const keys = async (): Promise<string[]> =>
      (await stores.records.list("fill", { prefix: "", limit: 1_000 })).map(({ key }) => key);
    assert.deepEqual(await keys(), done.toSorted());
    rmSync(join(disk, "ballast"));
    await write("later");
    assert.deepEqual(await keys(), [...done, "later"].toSorted());
  });
});
