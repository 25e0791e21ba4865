import { execFile } from "node:child_process";
import { access, mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Room that the file system takes for itself: inode tables (1.6 %) and its other structures. */
const OVERHEAD_SHARE = 0.0165;
const OVERHEAD_MIB = 2;
const MIB = 1024 * 1024;

/**
 * No journal and no reserve: what is in `/tmp` outlives nothing. Inode tables are left as holes, so that an image is a
 * few hundred kilobytes on disk until it is written to.
 */
const FORMAT = ["-q", "-F", "-O", "^has_journal,^resize_inode", "-m", "0", "-i", "16384", "-b", "4096"];
const EXTENDED = ["-E", "lazy_itable_init=1,nodiscard,root_owner=0:0"];

/** Empty disk images, one for each size of `/tmp` that was asked for. The launcher copies them, a sandbox each. */
export class TmpTemplates {
  readonly #folder: string;
  readonly #made = new Map<number, Promise<string>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Path of an image with `tmpMib` of room. Throws when it cannot be made, e.g. for want of `mkfs.ext4`. */
  path(tmpMib: number): Promise<string> {
    let made = this.#made.get(tmpMib);
    if (made === undefined) {
      made = this.#make(tmpMib);
      this.#made.set(tmpMib, made);
      made.catch(() => this.#made.delete(tmpMib));
    }
    return made;
  }

  async #make(tmpMib: number): Promise<string> {
    const path = join(this.#folder, `tmp-${tmpMib}.ext4`);
    if (await exists(path)) return path;
    const folder = await mkdtemp(join(this.#folder, "tmp-making-"));
    try {
      const image = join(folder, "image");
      await writeFile(image, "");
      await truncate(image, Math.ceil((tmpMib * (1 + OVERHEAD_SHARE) + OVERHEAD_MIB) * MIB));
      await promisify(execFile)("mkfs.ext4", [...FORMAT, ...EXTENDED, image], {
        env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
      });
      await rename(image, path);
      return path;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false; // which is what was asked
  }
}
