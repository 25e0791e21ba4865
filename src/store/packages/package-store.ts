import { createHash, subtle } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { failedWith, writeNewFile } from "../durable-files.ts";
import type { CodePackage, PackageStore } from "../ports/packages.ts";
import { ContentRoot } from "./content-root.ts";
import type { PackageEntry } from "./entries.ts";

/** Larger zips are hashed by a thread of Node's pool. */
const HASH_HERE_BYTES = 262_144;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Packages as files below one folder: `<sha256>.zip`, and its content in `<sha256>/`. Both appear complete or not at
 * all, whenever the server dies. Only one process may use the folder.
 */
export function packageStore(options: { folder: string }): PackageStore {
  return new FolderPackageStore(new ContentRoot(resolve(options.folder)));
}

class FolderPackageStore implements PackageStore {
  readonly #root: ContentRoot;

  constructor(root: ContentRoot) {
    this.#root = root;
  }

  async add(zip: Uint8Array, unzippedBytesMax: number): Promise<CodePackage> {
    const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    const { Budget, declaredBytesOf, readEntries } = await import("./unpacking.ts");
    const entries = await readEntries(bytes);
    const unzippedBytes = declaredBytesOf(entries);
    // What is declared may be a lie, but not one in the uploader's favour.
    new Budget(unzippedBytesMax).spend(unzippedBytes);
    const sha256 = await digest(bytes);
    await this.#root.alone(sha256, () => this.#store(sha256, bytes, entries, unzippedBytesMax));
    return { sha256, zipBytes: bytes.length, unzippedBytes };
  }

  async folder(sha256: string): Promise<string> {
    const folder = join(this.#root.path, known(sha256));
    if (await this.#root.has(sha256)) return folder;
    await this.#root.alone(sha256, async () => {
      const zip = await readFile(`${folder}.zip`).catch((error: unknown) => {
        throw failedWith(error, "ENOENT") ? unknownPackage(sha256, error) : error;
      });
      const { declaredBytesOf, readEntries } = await import("./unpacking.ts");
      const entries = await readEntries(zip);
      await this.#store(sha256, zip, entries, declaredBytesOf(entries));
    });
    return folder;
  }

  async open(sha256: string): Promise<Readable | undefined> {
    if (!SHA256.test(sha256)) return undefined;
    try {
      return (await open(join(this.#root.path, zipOf(sha256)), "r")).createReadStream();
    } catch (error) {
      if (failedWith(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  async remove(sha256: string): Promise<void> {
    await this.#root.alone(known(sha256), () =>
      this.#root.inWorkFolder(async (work) => {
        // The zip goes first: a folder without a zip is a package that is not known.
        await this.#root.displace(zipOf(sha256), work);
        await this.#root.displace(sha256, work);
        await this.#root.sync();
      }),
    );
  }

  async #store(sha256: string, zip: Buffer, entries: readonly PackageEntry[], bytesMax: number): Promise<void> {
    const [hasFolder, hasZip] = await Promise.all([this.#root.has(sha256), this.#root.has(zipOf(sha256))]);
    if (hasFolder && hasZip) return;
    await this.#root.inWorkFolder(async (work) => {
      const [content, copy] = [join(work, "content"), join(work, "zip")];
      if (!hasFolder) {
        await mkdir(content);
        const { unpack } = await import("./unpacking.ts");
        await unpack(entries, content, bytesMax);
      }
      if (!hasZip) await writeNewFile(copy, 0o600, [zip]);
      if (!hasFolder) await this.#root.place(content, sha256);
      if (!hasZip) await this.#root.place(copy, zipOf(sha256));
      await this.#root.sync();
    });
  }
}

async function digest(bytes: Buffer): Promise<string> {
  if (bytes.length <= HASH_HERE_BYTES) return createHash("sha256").update(bytes).digest("hex");
  return Buffer.from(await subtle.digest("SHA-256", new Uint8Array(bytes))).toString("hex");
}

/** The name of the zip beside the folder. */
function zipOf(sha256: string): string {
  return `${sha256}.zip`;
}

/** Throws unless this can be the name of a package. */
function known(sha256: string): string {
  if (!SHA256.test(sha256)) throw unknownPackage(sha256);
  return sha256;
}

function unknownPackage(sha256: string, cause?: unknown): Error {
  return new Error(`there is no package ${sha256} in the data folder`, { cause });
}
