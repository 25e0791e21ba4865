import { access, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { asStoreError, failedWith, syncFolder } from "../durable-files.ts";

/** Folders in which content is made and removed; what a crash left of them is swept away. */
const WORK_PREFIX = ".work-";

/**
 * A folder whose entries appear complete or not at all, whenever the server dies: each is made in a work folder beside
 * it and renamed into place. Only one process may use it.
 */
export class ContentRoot {
  readonly path: string;
  #prepared: Promise<void> | undefined;
  /** The last thing under way with each name; nothing else happens to that name meanwhile. */
  readonly #turns = new Map<string, Promise<unknown>>();

  /** @param path absolute; it is made when it is first needed */
  constructor(path: string) {
    this.path = path;
  }

  /** Whether an entry is there, and so is complete. */
  async has(name: string): Promise<boolean> {
    try {
      await access(join(this.path, name));
      return true;
    } catch (error) {
      if (failedWith(error, "ENOENT")) return false;
      throw error;
    }
  }

  /**
   * Runs `action` once everything that came before it for this name is over. Throws what `action` throws, a full disk as
   * `StoreFullError`.
   */
  async alone(name: string, action: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(name);
    const turn = (async () => {
      await before?.catch(() => {
        // Whoever asked for it has been told.
      });
      await this.#prepare();
      await action();
    })();
    this.#turns.set(name, turn);
    try {
      await turn;
    } catch (error) {
      throw asStoreError(error);
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }

  /** Gives `action` a folder of its own, and removes it with whatever is left in it. To be called within `alone`. */
  async inWorkFolder(action: (work: string) => Promise<void>): Promise<void> {
    const work = await mkdtemp(join(this.path, WORK_PREFIX));
    try {
      await action(work);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  /** Moves finished content into place; `sync` makes that durable. */
  async place(content: string, name: string): Promise<void> {
    await rename(content, join(this.path, name));
  }

  /** Moves an entry, if it is there, to a place where it will be removed; `sync` makes that durable. */
  async displace(name: string, work: string): Promise<void> {
    try {
      await rename(join(this.path, name), join(work, name));
    } catch (error) {
      if (!failedWith(error, "ENOENT")) throw error;
    }
  }

  sync(): Promise<void> {
    return syncFolder(this.path);
  }

  async #prepare(): Promise<void> {
    try {
      await (this.#prepared ??= this.#make());
    } catch (error) {
      this.#prepared = undefined;
      throw error;
    }
  }

  /** Makes the folder, and sweeps away what a crash left in it. */
  async #make(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.path))
      if (name.startsWith(WORK_PREFIX)) await rm(join(this.path, name), { recursive: true, force: true });
  }
}
