// What a server takes of its machine, counted from outside.
import { readdir, readFile, readlink } from "node:fs/promises";
import type { HearthProcess } from "./hearth-process.ts";

export interface Footprint {
  readonly processes: number;
  readonly fileDescriptors: number;
  readonly mounts: number;
  readonly cgroups: number;
  readonly loopDevices: number;
  readonly networkLinks: number;
  readonly folders: number;
}

/** Of the server and all that it started. Root sees everything; others see what they may. */
export async function footprint({ child, dataFolder }: HearthProcess): Promise<Footprint> {
  const pid = child.pid ?? 0;
  const [processes, fileDescriptors, mounts, cgroups, loopDevices, networkLinks, folders] = await Promise.all([
    descendantsOf(pid).then((pids) => pids.length),
    entries(`/proc/${pid}/fd`),
    linesWith(`/proc/${pid}/mountinfo`, dataFolder),
    cgroupsOf(pid),
    loopsIn(dataFolder),
    linksOf(pid),
    entries(`${dataFolder}/sandboxes`),
  ]);
  return { processes, fileDescriptors, mounts, cgroups, loopDevices, networkLinks, folders };
}

/** Resident memory of the server itself. */
export async function residentKib({ child }: HearthProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
}

async function entries(folder: string): Promise<number> {
  return (await readdir(folder).catch(() => [])).length;
}

async function linesWith(file: string, text: string): Promise<number> {
  return (await readFile(file, "utf8")).split("\n").filter((line) => line.includes(text)).length;
}

async function cgroupsOf(pid: number): Promise<number> {
  const all = await readdir("/sys/fs/cgroup", { recursive: true, withFileTypes: true }).catch(() => []);
  return all.filter((entry) => entry.isDirectory() && `${entry.parentPath}/`.includes(`/hearth-${pid}-`)).length;
}

async function loopsIn(folder: string): Promise<number> {
  const names = (await readdir("/sys/block").catch(() => [])).filter((name) => name.startsWith("loop"));
  const files = await Promise.all(
    names.map((name) => readFile(`/sys/block/${name}/loop/backing_file`, "utf8").catch(() => "")),
  );
  return files.filter((file) => file.startsWith(folder)).length;
}

/** A server holds its block of links by a socket that is named after it; the links of other servers are not counted. */
async function linksOf(pid: number): Promise<number> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder);
  const open = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => "")));
  const sockets = (await readFile("/proc/net/unix", "utf8")).matchAll(/(\d+) @hearth-links-(\d+)$/gm);
  const block = [...sockets].find(([, inode]) => open.includes(`socket:[${inode}]`))?.[2];
  if (block === undefined) return 0;
  return (await readdir("/sys/class/net")).filter((name) => name.startsWith(`hth${block}-`)).length;
}

/** The processes that a process has started, and theirs. */
export async function descendantsOf(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    if (stat !== "") parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid !== 0 && (parents.get(pid) === root || isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow);
}
