import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Sandbox, SandboxLimits } from "../driver.ts";
import { Place, readUntil, shell, start } from "./bench-place.ts";

/** Makes sandboxes without any folder, and mounts the code while a program runs in them. */
export class LatePlace extends Place {
  override async sandbox(limits: Partial<SandboxLimits> = {}): Promise<Sandbox> {
    const sandbox = await this.bare(limits);
    const running = await sandbox.start({
      argv: ["/bin/sleep", "1000"],
      environment: {},
      workingDirectory: "/var/task",
    });
    await sandbox.attach?.([{ source: await this.taskFolder(), target: "/var/task" }]);
    running.signal("SIGKILL");
    await running.exited;
    return sandbox;
  }
}

/** What holds of folders that are mounted while programs run. */
export function lateMountTests(place: Place): void {
  const skip = place.subject.lacks["isolation"] === undefined ? false : "nothing can be mounted";

  test("a program that runs sees code that is mounted later, and cannot change it", { skip }, async () => {
    await writeFile(join(await place.taskFolder(), "late.txt"), "here");
    const sandbox = await place.bare();
    const script =
      "ls /var/task; echo ready; while [ ! -e /var/task/late.txt ]; do sleep 0.02; done; cd /var/task && cat late.txt";
    const program = await start(sandbox, ["/bin/sh", "-c", `${script}; echo x > late.txt; echo ended`]);
    assert.equal(
      await readUntil(program.stdout, "ready"),
      "lib\nready\n",
      "only the place of libraries is there before",
    );
    const seen = readUntil(program.stdout, "ended");
    await sandbox.attach?.([{ source: await place.taskFolder(), target: "/var/task" }]);
    assert.equal(await seen, "hereended\n");
    const { stderr } = await shell(sandbox, "echo x > /var/task/late.txt; mount -o remount,rw /var/task");
    assert.match(stderr, /Read-only file system/);
    assert.match(stderr, /permission denied|must be superuser|not permitted/i);
    await sandbox.destroy();
  });

  test("what one sandbox is given, no other sees", { skip }, async () => {
    await writeFile(join(await place.taskFolder(), "mine.txt"), "");
    const [one, other] = await Promise.all([place.bare(), place.bare()]);
    await one.attach?.([{ source: await place.taskFolder(), target: "/var/task" }]);
    assert.match((await shell(one, "ls /var/task")).stdout, /mine\.txt/);
    assert.equal((await shell(other, "find /var/task -type f; grep -c /var/task /proc/self/mounts")).stdout, "0\n");
    await Promise.all([one.destroy(), other.destroy()]);
  });

  test("a folder that is not there, or has no place, is refused by name", { skip }, async () => {
    const sandbox = await place.bare();
    const attach = (source: string, target: string): Promise<void> | undefined =>
      sandbox.attach?.([{ source, target }]);
    await assert.rejects(async () => attach("/no/such/folder", "/var/task"), /find \/no\/such\/folder/);
    const task = await place.taskFolder();
    await assert.rejects(async () => attach(task, "/no/such/place"), /mount at no\/such\/place/);
    await attach(task, "/var/task"); // the guardian survived both
    await sandbox.destroy();
    await assert.rejects(async () => attach(task, "/opt"), { code: "gone" });
  });

  test(
    "folders are mounted while the sandbox is frozen, and stay when everything in it is killed",
    { skip },
    async () => {
      await writeFile(join(await place.taskFolder(), "kept.txt"), "kept");
      const sandbox = await place.bare();
      await start(sandbox, ["/bin/sleep", "1000"]);
      await shell(sandbox, "echo of before > /tmp/file");
      await sandbox.freeze();
      await sandbox.attach?.([{ source: await place.taskFolder(), target: "/var/task" }]);
      await sandbox.thaw();
      await sandbox.killAll();
      assert.equal((await shell(sandbox, "cat /var/task/kept.txt /tmp/file")).stdout, "keptof before\n");
      await sandbox.destroy();
    },
  );
}
