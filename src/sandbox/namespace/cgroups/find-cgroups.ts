import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../base/index.ts";
import type { V1Bases } from "./cgroup-v1.ts";
import { V1_CONTROLLERS, V1Home } from "./cgroup-v1.ts";
import { readText } from "./cgroup-files.ts";
import { V2Home } from "./cgroup-v2.ts";
import type { CgroupHome } from "./resource-group.ts";

/** Where cgroups can be made: a folder per controller (version 1), or one for all. */
export type CgroupBases = { readonly v1: V1Bases } | { readonly v2: string };

/**
 * Finds the cgroups that this process may divide: as root those at the top of what it sees, otherwise those that were
 * delegated to it (its own, if it may write them). Undefined when there are none with a limit on memory.
 */
export async function findCgroups(isRoot: boolean): Promise<CgroupBases | undefined> {
  const [mounts, own] = await Promise.all([
    readFile("/proc/self/mountinfo", "utf8"),
    readFile("/proc/self/cgroup", "utf8"),
  ]);
  const hierarchies = parseMounts(mounts);
  const v1 = await v1Bases(hierarchies, parseOwn(own), isRoot);
  if (v1.memory !== undefined) return { v1 };
  const unified = hierarchies.find(({ type }) => type === "cgroup2");
  if (unified === undefined) return undefined;
  const base = isRoot ? unified.mountPoint : folderIn(unified, parseOwn(own).get("") ?? "/");
  const controllers = readText(join(base, "cgroup.controllers")).split(/\s+/);
  return controllers.includes("memory") && (await isWritable(base)) ? { v2: base } : undefined;
}

export function openCgroups(bases: CgroupBases, instance: string, clock: Clock): Promise<CgroupHome> {
  return "v2" in bases ? V2Home.open(bases.v2, instance, clock) : V1Home.open(bases.v1, instance, clock);
}

/** Every folder in which a server's home may lie. */
export function baseFolders(bases: CgroupBases): readonly string[] {
  return "v2" in bases ? [bases.v2] : [...new Set(Object.values(bases.v1))];
}

interface Hierarchy {
  readonly type: string;
  readonly root: string;
  readonly mountPoint: string;
  readonly options: readonly string[];
}

/** Reads `/proc/self/mountinfo` ("proc_pid_mountinfo(5)"). */
function parseMounts(text: string): readonly Hierarchy[] {
  return text.split("\n").flatMap((line) => {
    const [front, back] = line.split(" - ");
    const [, , , root, mountPoint] = front?.split(" ") ?? [];
    const [type, , options] = back?.split(" ") ?? [];
    if (type === undefined || !type.startsWith("cgroup") || root === undefined || mountPoint === undefined) return [];
    return [{ type, root, mountPoint, options: options?.split(",") ?? [] }];
  });
}

/** Reads `/proc/self/cgroup`: the path of each controller, that of version 2 under the empty name. */
function parseOwn(text: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const line of text.trim().split("\n")) {
    const [, names, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const name of names?.split(",") ?? []) paths.set(name, path ?? "/");
  }
  return paths;
}

async function v1Bases(
  hierarchies: readonly Hierarchy[],
  own: ReadonlyMap<string, string>,
  isRoot: boolean,
): Promise<V1Bases> {
  const bases: Partial<Record<keyof V1Bases, string>> = {};
  for (const controller of V1_CONTROLLERS) {
    const hierarchy = hierarchies.find(({ type, options }) => type === "cgroup" && options.includes(controller));
    if (hierarchy === undefined) continue;
    const base = isRoot ? hierarchy.mountPoint : folderIn(hierarchy, own.get(controller) ?? "/");
    if (await isWritable(base)) bases[controller] = base;
  }
  return bases;
}

/** Where the cgroup with this path is mounted; a container may see only a part of the hierarchy. */
function folderIn(hierarchy: Hierarchy, path: string): string {
  const below = hierarchy.root === "/" || !path.startsWith(hierarchy.root) ? path : path.slice(hierarchy.root.length);
  return join(hierarchy.mountPoint, below);
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(join(folder, "cgroup.procs"), constants.W_OK);
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false; // which is what was asked
  }
}
