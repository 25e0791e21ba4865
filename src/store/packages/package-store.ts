import { createHash, subtle } from "node:crypto";
import { access, mkdir, mkdtemp, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import type { CodePackage, PackageStore } from "../ports/packages.ts";
import { declaredBytesOf, readEntries } from "./entries.ts";
import type { PackageEntry } from "./entries.ts";
import { asStoreError, failedWith, syncFolder, writeNewFile } from "../durable-files.ts";
import { Budget } from "./inflate.ts";
import { unpack } from "./unpack.ts";

/** Folders in which packages are made and removed; what a crash left of them is swept away. */
const WORK_PREFIX = ".work-";
/** Larger zips are hashed by a thread of Node's pool. */
const HASH_HERE_BYTES = 262_144;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Packages as files below one folder: `<sha256>.zip`, and its content in `<sha256>/`. Both appear complete or not at
 * all, whenever the server dies. Only one process may use the folder.
 */
export function packageStore(options: { folder: string }): PackageStore {
  return new FolderPackageStore(resolve(options.folder));
}

class FolderPackageStore implements PackageStore {
  readonly #root: string;
  #prepared: Promise<void> | undefined;
  /** The last thing under way with each package; nothing else happens to that package meanwhile. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(root: string) {
    this.#root = root;
  }

  async add(zip: Uint8Array, unzippedBytesMax: number): Promise<CodePackage> {
    const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    const entries = await readEntries(bytes);
    const unzippedBytes = declaredBytesOf(entries);
    // What is declared may be a lie, but not one in the uploader's favour.
    new Budget(unzippedBytesMax).spend(unzippedBytes);
    const sha256 = await digest(bytes);
    await this.#alone(sha256, () => this.#store(sha256, bytes, entries, unzippedBytesMax));
    return { sha256, zipBytes: bytes.length, unzippedBytes };
  }

  async folder(sha256: string): Promise<string> {
    const folder = this.#folder(sha256);
    if (await exists(folder)) return folder;
    await this.#alone(sha256, async () => {
      const zip = await readFile(this.#zip(sha256)).catch((error: unknown) => {
        throw failedWith(error, "ENOENT") ? unknownPackage(sha256, error) : error;
      });
      const entries = await readEntries(zip);
      await this.#store(sha256, zip, entries, declaredBytesOf(entries));
    });
    return folder;
  }

  async open(sha256: string): Promise<Readable | undefined> {
    if (!SHA256.test(sha256)) return undefined;
    try {
      return (await open(this.#zip(sha256), "r")).createReadStream();
    } catch (error) {
      if (failedWith(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  async remove(sha256: string): Promise<void> {
    const [zip, folder] = [this.#zip(sha256), this.#folder(sha256)];
    await this.#alone(sha256, () =>
      this.#inWorkFolder(async (work) => {
        // The zip goes first: a folder without a zip is a package that is not known.
        await rm(zip, { force: true });
        if (await exists(folder)) await rename(folder, join(work, "content"));
        await syncFolder(this.#root);
      }),
    );
  }

  async #store(sha256: string, zip: Buffer, entries: readonly PackageEntry[], bytesMax: number): Promise<void> {
    const [hasFolder, hasZip] = await Promise.all([exists(this.#folder(sha256)), exists(this.#zip(sha256))]);
    if (hasFolder && hasZip) return;
    await this.#inWorkFolder(async (work) => {
      const [content, copy] = [join(work, "content"), join(work, "zip")];
      if (!hasFolder) {
        await mkdir(content);
        await unpack(entries, content, bytesMax);
      }
      if (!hasZip) await writeNewFile(copy, 0o600, [zip]);
      if (!hasFolder) await rename(content, this.#folder(sha256));
      if (!hasZip) await rename(copy, this.#zip(sha256));
      await syncFolder(this.#root);
    });
  }

  /** Gives `action` a folder of its own, and removes it with whatever is left in it. */
  async #inWorkFolder(action: (work: string) => Promise<void>): Promise<void> {
    const work = await mkdtemp(join(this.#root, WORK_PREFIX));
    try {
      await action(work);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  /** Runs `action` once everything that came before it for this package is over. */
  async #alone(sha256: string, action: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(sha256);
    const turn = (async () => {
      await before?.catch(() => {
        // Whoever asked for it has been told.
      });
      await this.#prepare();
      await action();
    })();
    this.#turns.set(sha256, turn);
    try {
      await turn;
    } catch (error) {
      throw asStoreError(error);
    } finally {
      if (this.#turns.get(sha256) === turn) this.#turns.delete(sha256);
    }
  }

  async #prepare(): Promise<void> {
    try {
      await (this.#prepared ??= makeRoot(this.#root));
    } catch (error) {
      this.#prepared = undefined;
      throw error;
    }
  }

  #folder(sha256: string): string {
    if (!SHA256.test(sha256)) throw unknownPackage(sha256);
    return join(this.#root, sha256);
  }

  #zip(sha256: string): string {
    return `${this.#folder(sha256)}.zip`;
  }
}

/** Makes the folder, and sweeps away what a crash left in it. */
async function makeRoot(root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    if (name.startsWith(WORK_PREFIX)) await rm(join(root, name), { recursive: true, force: true });
  }
}

async function digest(bytes: Buffer): Promise<string> {
  if (bytes.length <= HASH_HERE_BYTES) return createHash("sha256").update(bytes).digest("hex");
  return Buffer.from(await subtle.digest("SHA-256", new Uint8Array(bytes))).toString("hex");
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (failedWith(error, "ENOENT")) return false;
    throw error;
  }
}

function unknownPackage(sha256: string, cause?: unknown): Error {
  return new Error(`there is no package ${sha256} in the data folder`, { cause });
}
