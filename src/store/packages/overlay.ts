import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What will be at a path of a merged folder. */
export type OverlayNode = OverlayFolder | OverlayLeaf;

export interface OverlayFolder {
  readonly type: "folder";
  /** Permission bits, of the last folder laid here. */
  mode: number;
  readonly children: Map<string, OverlayNode>;
}

/** A file or a symbolic link. */
export interface OverlayLeaf {
  readonly type: "file" | "link";
  /** Index of the folder that it comes from, at the same path. */
  readonly from: number;
}

/**
 * Lays folders one over another, in order, without writing anything: what results is planned first, so that nothing is
 * ever written through a link of one folder into another.
 */
export async function overlay(folders: readonly string[]): Promise<OverlayFolder> {
  const root: OverlayFolder = { type: "folder", mode: 0o755, children: new Map() };
  for (const [index, folder] of folders.entries()) await lay(folder, index, root);
  return root;
}

async function lay(path: string, from: number, onto: OverlayFolder): Promise<void> {
  onto.mode = (await lstat(path)).mode & 0o777;
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isDirectory()) await lay(join(path, name), from, folderAt(onto, name));
    else onto.children.set(name, { type: entry.isSymbolicLink() ? "link" : "file", from });
  }
}

/** The folder of this name, in place of whatever else has the name. */
function folderAt({ children }: OverlayFolder, name: string): OverlayFolder {
  const there = children.get(name);
  if (there?.type === "folder") return there;
  const made: OverlayFolder = { type: "folder", mode: 0, children: new Map() };
  children.set(name, made);
  return made;
}
