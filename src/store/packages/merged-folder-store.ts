import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { failedWith } from "../durable-files.ts";
import { isMergedFolderId, mergedFolderId, type MergedFolderStore, withoutCovered } from "../ports/merged-folders.ts";
import type { PackageStore } from "../ports/packages.ts";
import { ContentRoot } from "./content-root.ts";
import { materialize } from "./materialize.ts";
import { overlay } from "./overlay.ts";

interface MergedFolderOptions {
  /** On the file system of the packages, so that files can be shared with them. Only one process may use it. */
  readonly folder: string;
  readonly packages: PackageStore;
}

/** Merged folders below one folder, each under its id, made of hard links to the files of the unpacked packages. */
export function mergedFolderStore({ folder, packages }: MergedFolderOptions): MergedFolderStore {
  return new HardLinkedFolders(new ContentRoot(resolve(folder)), packages);
}

class HardLinkedFolders implements MergedFolderStore {
  readonly #root: ContentRoot;
  readonly #packages: PackageStore;

  constructor(root: ContentRoot, packages: PackageStore) {
    this.#root = root;
    this.#packages = packages;
  }

  async folder(packages: readonly string[]): Promise<string> {
    const id = mergedFolderId(packages);
    if (!isMergedFolderId(id)) return this.#packages.folder(id);
    if (!(await this.#root.has(id))) await this.#root.alone(id, () => this.#make(id, withoutCovered(packages)));
    return join(this.#root.path, id);
  }

  async filesIn(packages: readonly string[], name: string): Promise<readonly string[]> {
    try {
      const entries = await readdir(join(await this.folder(packages), name), { withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => entry.name)
        .toSorted();
    } catch (error) {
      if (failedWith(error, "ENOENT") || failedWith(error, "ENOTDIR")) return [];
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    if (!isMergedFolderId(id)) throw new Error(`${id} is not a merged folder`);
    await this.#root.alone(id, async () => {
      if (!(await this.#root.has(id))) return;
      await this.#root.inWorkFolder(async (work) => {
        await this.#root.displace(id, work);
        await this.#root.sync();
      });
    });
  }

  async #make(id: string, packages: readonly string[]): Promise<void> {
    if (await this.#root.has(id)) return;
    const sources: string[] = [];
    for (const sha256 of packages) sources.push(await this.#packages.folder(sha256));
    await this.#root.inWorkFolder(async (work) => {
      const content = join(work, "content");
      await materialize(await overlay(sources), sources, content);
      await this.#root.place(content, id);
      await this.#root.sync();
    });
  }
}
