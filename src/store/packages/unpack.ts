import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { unsafe } from "./entry-name.ts";
import type { PackageEntry } from "./entries.ts";
import { syncFolder, writeNewFile } from "../durable-files.ts";
import { aFewAtOnce } from "./a-few-at-once.ts";
import { Budget, contentOf } from "./inflate.ts";
import { Tree } from "./tree.ts";

/** Permissions where the zip has none, and those that the guest, another user, needs in any case. */
const FILE_MODE = 0o644;
const FILE_MODE_LEAST = 0o444;
const FOLDER_MODE_LEAST = 0o755;
/** Longest target of a link that Linux takes. */
const LINK_BYTES_MAX = 4_095;

/**
 * Unpacks entries into an empty folder and flushes everything to the disk.
 * Links are made last, so that nothing is ever written through one. Throws `PackageError`.
 */
export async function unpack(entries: readonly PackageEntry[], folder: string, bytesMax: number): Promise<void> {
  const budget = new Budget(bytesMax);
  const links = await readLinks(entries, budget);
  check(entries, links);
  const folders = await makeFolders(entries, folder);
  const files = entries.filter(({ type }) => type === "file");
  await aFewAtOnce(files, async (entry) => {
    const mode = entry.mode === undefined ? FILE_MODE : entry.mode | FILE_MODE_LEAST;
    await writeNewFile(join(folder, ...entry.path), mode, contentOf(entry, budget));
  });
  for (const [entry, target] of links) await symlink(target, join(folder, ...entry.path));
  await aFewAtOnce(folders, syncFolder);
}

type Links = ReadonlyMap<PackageEntry, string>;

async function readLinks(entries: readonly PackageEntry[], budget: Budget): Promise<Links> {
  const links = new Map<PackageEntry, string>();
  for (const entry of entries) {
    if (entry.type !== "link") continue;
    if (entry.declaredBytes > LINK_BYTES_MAX) throw unsafe(entry.path.join("/"), "is a link with too long a target");
    const pieces: Uint8Array[] = [];
    for await (const piece of contentOf(entry, budget)) pieces.push(piece);
    links.set(entry, Buffer.concat(pieces).toString("utf8"));
  }
  return links;
}

/** Throws for names that clash and links that lead out. */
function check(entries: readonly PackageEntry[], links: Links): void {
  const tree = new Tree();
  for (const entry of entries) {
    const target = links.get(entry);
    if (entry.type === "folder") tree.addFolder(entry.path);
    else if (target === undefined) tree.addFile(entry);
    else tree.addLink(entry, target);
  }
  for (const [entry, target] of links) tree.checkLink(entry.path, target);
}

/** Makes every folder that an entry is, or lies in, parents first. Returns them all, the root last. */
async function makeFolders(entries: readonly PackageEntry[], root: string): Promise<readonly string[]> {
  const modes = new Map<string, number>();
  for (const { type, path, mode } of entries) {
    for (let depth = 1; depth < path.length; depth++) {
      const parent = join(root, ...path.slice(0, depth));
      if (!modes.has(parent)) modes.set(parent, FOLDER_MODE_LEAST);
    }
    if (type === "folder") modes.set(join(root, ...path), (mode ?? 0) | FOLDER_MODE_LEAST);
  }
  for (const [folder, mode] of modes) {
    await mkdir(folder);
    await chmod(folder, mode);
  }
  await chmod(root, FOLDER_MODE_LEAST);
  return [...modes.keys(), root];
}
