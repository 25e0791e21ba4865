import { createHash } from "node:crypto";

/**
 * Folders that show several packages as one, as `/opt` shows the layers of a function. They are derived from unpacked
 * packages and addressed by the list of them, so everyone who asks for the same list gets the same folder.
 */
export interface MergedFolderStore {
  /**
   * Absolute folder with the content of these packages (at least one, by SHA-256), each laid over those before it: of two
   * files, links or folders at one path the later is there, except that two folders become one. It is read-only, is made
   * when it is not there yet, and appears complete or not at all. Throws when a package is unknown, `StoreFullError` when
   * the disk is full.
   */
  folder(packages: readonly string[]): Promise<string>;
  /**
   * Names of what lies directly in the folder `name` of the folder of these packages, in order, except folders; none when
   * there is no such folder.
   */
  filesIn(packages: readonly string[], name: string): Promise<readonly string[]>;
  /**
   * Forgets the merged folder with this id; the packages that it was made from stay. The caller makes sure that nothing
   * uses it.
   */
  remove(id: string): Promise<void>;
}

const PREFIX = "merged-";

/**
 * What names the merged folder of these packages: the SHA-256 of a package when the folder is no other than that
 * package's own, else `merged-` and 64 hexadecimal digits.
 */
export function mergedFolderId(packages: readonly string[]): string {
  const [first, ...others] = withoutCovered(packages);
  if (first === undefined) throw new Error("a merged folder needs at least one package");
  if (others.length === 0) return first;
  return (
    PREFIX +
    createHash("sha256")
      .update([first, ...others].join("\n"))
      .digest("hex")
  );
}

/** Whether this names a folder of which `MergedFolderStore` has the only copy. */
export function isMergedFolderId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** The packages without those of which nothing shows, because the same follows once more. */
export function withoutCovered(packages: readonly string[]): readonly string[] {
  return packages.filter((sha256, index) => packages.lastIndexOf(sha256) === index);
}
