import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Names what is left of a sandbox on the host: control groups, mounts and loop devices. */
export async function remains(stateFolder: string, id: string): Promise<readonly string[]> {
  const [groups, mounts, loops] = await Promise.all([cgroupsNamed(id), mountsIn(stateFolder), loopsIn(stateFolder)]);
  return [...groups, ...mounts, ...loops];
}

async function cgroupsNamed(id: string): Promise<readonly string[]> {
  const entries = await readdir("/sys/fs/cgroup", { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && entry.name === id).map((entry) => join(entry.parentPath, id));
}

async function mountsIn(folder: string): Promise<readonly string[]> {
  return (await readFile("/proc/self/mountinfo", "utf8")).split("\n").filter((line) => line.includes(folder));
}

async function loopsIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir("/sys/block")).filter((name) => name.startsWith("loop"));
  const files = await Promise.all(
    names.map((name) => readFile(`/sys/block/${name}/loop/backing_file`, "utf8").catch(() => "")),
  );
  return files.filter((file) => file.startsWith(folder));
}
