import { constants } from "node:fs";
import { chmod, copyFile, link, mkdir, open, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { failedWith, syncFolder } from "../durable-files.ts";
import { aFewAtOnce } from "./a-few-at-once.ts";
import type { OverlayFolder } from "./overlay.ts";

interface Leaf {
  readonly type: "file" | "link";
  readonly source: string;
  readonly target: string;
}

/**
 * Makes a planned overlay as a new folder and flushes it to the disk. Files are hard links to those of the sources,
 * which never change, so they cost no space and are in memory once however many folders show them.
 *
 * @param sources the folders that the plan was made from
 * @param target does not exist yet
 */
export async function materialize(plan: OverlayFolder, sources: readonly string[], target: string): Promise<void> {
  const folders: string[] = [];
  const leaves: Leaf[] = [];
  await makeFolders(plan, "", async ({ mode, children }, path) => {
    const folder = join(target, path);
    await mkdir(folder);
    await chmod(folder, mode);
    folders.push(folder);
    for (const [name, node] of children)
      if (node.type !== "folder")
        leaves.push({
          type: node.type,
          source: join(sources[node.from] ?? "", path, name),
          target: join(folder, name),
        });
  });
  await aFewAtOnce(leaves, async (leaf) => {
    if (leaf.type === "link") await symlink(await readlink(leaf.source), leaf.target);
    else await linkOrCopy(leaf.source, leaf.target);
  });
  await aFewAtOnce(folders, syncFolder);
}

/** Parents first. */
async function makeFolders(
  folder: OverlayFolder,
  path: string,
  make: (folder: OverlayFolder, path: string) => Promise<void>,
): Promise<void> {
  await make(folder, path);
  for (const [name, node] of folder.children)
    if (node.type === "folder") await makeFolders(node, join(path, name), make);
}

/** A file that has as many names as the file system allows, or lies where there are no hard links, is copied. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!failedWith(error, "EMLINK", "EPERM", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "ENOSYS")) throw error;
    await copyDurably(source, target);
  }
}

/** Shares the blocks where the file system can; the copy has the permissions of the source. */
async function copyDurably(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  const file = await open(target, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
