import { unsafe } from "./entry-name.ts";
import { ENTRIES_MAX, tooMany } from "./entries.ts";
import type { PackageEntry } from "./entries.ts";

/** As many links as Linux follows before it gives up. */
const LINKS_FOLLOWED_MAX = 40;

/** A folder by its entries, a file, or a link by its target. */
type Node = Map<string, Node> | "file" | { readonly target: string };

/** What a package will look like, so that names which clash and links that lead out are found before anything is written. */
export class Tree {
  readonly #root: Map<string, Node> = new Map();
  #size = 0;

  /** Throws `PackageError` when the name is taken, or lies below something that is not a folder. */
  addFile(entry: PackageEntry): void {
    this.#add(entry.path, "file");
  }

  addLink(entry: PackageEntry, target: string): void {
    this.#add(entry.path, { target });
  }

  addFolder(path: readonly string[]): Map<string, Node> {
    let folder = this.#root;
    for (const part of path) {
      const next = folder.get(part) ?? this.#grow(folder, part, new Map());
      if (!(next instanceof Map)) throw unsafe(path.join("/"), `lies below, or is, ${part}, which is not a folder`);
      folder = next;
    }
    return folder;
  }

  /**
   * Throws `PackageError` unless the link leads to a place inside the package. Links on the way are followed as the
   * kernel would; a target that does not exist is harmless.
   */
  checkLink(path: readonly string[], target: string): void {
    if (target === "" || target.includes("\0")) throw unsafe(path.join("/"), "is a link without a usable target");
    this.#follow(path, target);
  }

  #add(path: readonly string[], node: Node): void {
    const parent = this.addFolder(path.slice(0, -1));
    const name = path.at(-1) ?? "";
    if (parent.has(name)) throw unsafe(path.join("/"), "exists twice");
    this.#grow(parent, name, node);
  }

  #grow(parent: Map<string, Node>, name: string, node: Node): Node {
    if (++this.#size > ENTRIES_MAX) throw tooMany();
    parent.set(name, node);
    return node;
  }

  #follow(path: readonly string[], target: string): void {
    const place = path.slice(0, -1);
    const todo = partsOf(path, target);
    let links = 0;
    for (let part = todo.shift(); part !== undefined; part = todo.shift()) {
      if (part === "..") {
        if (place.pop() === undefined) throw unsafe(path.join("/"), "is a link that leads out of the package");
        continue;
      }
      const node = this.#at([...place, part]);
      if (node === undefined || node === "file" || node instanceof Map) {
        place.push(part);
        continue;
      }
      if (++links > LINKS_FOLLOWED_MAX) throw unsafe(path.join("/"), "is a link that leads through too many links");
      todo.unshift(...partsOf(path, node.target));
    }
  }

  #at(path: readonly string[]): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const part of path) node = node instanceof Map ? node.get(part) : undefined;
    return node;
  }
}

function partsOf(link: readonly string[], target: string): string[] {
  if (target.startsWith("/")) throw unsafe(link.join("/"), "is a link to an absolute path");
  return target.split("/").filter((part) => part !== "" && part !== ".");
}
