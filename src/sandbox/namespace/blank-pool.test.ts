import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { systemClock, systemRandom } from "../../base/index.ts";
import { NamespaceDriver } from "./namespace-driver.ts";

const isRoot = process.platform === "linux" && process.geteuid?.() === 0;
const folder = mkdtempSync(join(tmpdir(), "hearth-pool-"));
after(() => rmSync(folder, { recursive: true }));

/** Launchers that this process has started: two of them are a sandbox, one favours joining. */
function guardians(): number {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(" ");
  return children.filter((pid) => pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("\0--uid\0"))
    .length;
}

async function until(count: number): Promise<void> {
  for (let attempt = 0; guardians() !== count; attempt++) {
    assert.ok(attempt < 500, `${guardians()} sandboxes, not ${count}`);
    await systemClock.sleep(20);
  }
}

test(
  "spares are made in advance, used, replaced, and ended with the driver",
  { skip: isRoot ? false : "it needs root" },
  async () => {
    const driver = new NamespaceDriver({
      tier: "namespace-root",
      stateFolder: folder,
      clock: systemClock,
      random: systemRandom,
      onDiagnostic: assert.fail,
      spares: 2,
    });
    await driver.sweep();
    await until(2);
    const limits = { memoryMib: 64, cpuMillis: 100, tmpMib: 64, processesMax: 32, openFilesMax: 64 };
    const made = await Promise.all(["a", "b", "c"].map((id) => driver.create({ id, mounts: [], limits })));
    await until(5); // two from the pool, one made at once, and two new spares
    await made[0]?.destroy();
    await until(4);
    const [failing] = await Promise.allSettled([
      driver.create({ id: "d", mounts: [{ source: "/no/such/folder", target: "/var/task" }], limits }),
    ]);
    assert.match(
      failing.status === "rejected" ? String(failing.reason) : "",
      /could not be made: find \/no\/such\/folder/,
    );
    await driver.close();
    assert.equal(guardians(), 0);
  },
);
