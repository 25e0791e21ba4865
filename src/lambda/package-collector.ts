import type { Clock } from "../base/index.ts";
import {
  isMergedFolderId,
  type MergedFolderStore,
  type PackageStore,
  type RecordChange,
  type RecordStore,
} from "../store/index.ts";
import { PACKAGE_RELEASE_KIND, PACKAGE_USE_KIND } from "./function-record.ts";

export interface CollectorPorts {
  readonly records: RecordStore;
  readonly packages: PackageStore;
  readonly mergedFolders: MergedFolderStore;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** How many releases one page at start holds. */
const PAGE = 500;

/**
 * Removes packages, and merged folders of packages, that nothing uses; either is named by its SHA-256 or id. Who uses a package is written in the same transaction as the user itself, and so
 * is that a package was released, so a kill at any moment loses no package in use and forgets none that is to go.
 * Removal and the making of new users never overlap: a package that was just added and is not yet referred to stays.
 */
export class PackageCollector {
  readonly #ports: CollectorPorts;
  /** Packages to look at, and from when: code may be in use by invocations that still run. */
  readonly #released = new Map<string, number>();
  #users = 0;
  #sweep: Promise<void> | undefined;
  #stopped = false;

  constructor(ports: CollectorPorts) {
    this.#ports = ports;
  }

  /** The change to write with a record that begins to use a package. */
  static use(sha256: string, user: string): RecordChange {
    return { op: "put", kind: PACKAGE_USE_KIND, key: `${sha256}/${user}`, value: true };
  }

  /** The changes to write with a record that ends to use packages; `release` is called once they are written. */
  static unuse(sha256: readonly string[], user: string): readonly RecordChange[] {
    return sha256.flatMap((hash): RecordChange[] => [
      { op: "delete", kind: PACKAGE_USE_KIND, key: `${hash}/${user}` },
      { op: "put", kind: PACKAGE_RELEASE_KIND, key: hash, value: true },
    ]);
  }

  /** Takes up what a former server released and did not remove; none of its guests is left. */
  async start(): Promise<void> {
    for (let after = ""; ;) {
      const page = await this.#ports.records.list(PACKAGE_RELEASE_KIND, { prefix: "", after, limit: PAGE });
      this.release(
        page.map((record) => record.key),
        0,
      );
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last.key;
    }
  }

  /** Runs `action`, which adds a package and writes who uses it; nothing is removed meanwhile. */
  async adding<Result>(action: () => Promise<Result>): Promise<Result> {
    while (this.#sweep !== undefined) await this.#sweep;
    this.#users += 1;
    try {
      return await action();
    } finally {
      this.#users -= 1;
      this.#begin();
    }
  }

  /** Removes these packages after `delayMs`, unless something uses them then. */
  release(packages: readonly string[], delayMs: number): void {
    const dueMs = this.#ports.clock.monotonicMs() + delayMs;
    for (const sha256 of packages) this.#released.set(sha256, Math.max(dueMs, this.#released.get(sha256) ?? 0));
    if (delayMs > 0) this.#ports.clock.after(delayMs, () => this.#begin());
    else this.#begin();
  }

  /** Resolves once a removal that is under way is done; begins no further one. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#sweep;
  }

  #begin(): void {
    if (this.#stopped || this.#sweep !== undefined || this.#users > 0) return;
    const nowMs = this.#ports.clock.monotonicMs();
    const due = [...this.#released].filter(([, dueMs]) => dueMs <= nowMs).map(([sha256]) => sha256);
    if (due.length === 0) return;
    this.#sweep = this.#removeUnused(due).finally(() => {
      this.#sweep = undefined;
      this.#begin();
    });
  }

  async #removeUnused(due: readonly string[]): Promise<void> {
    const { records, packages, mergedFolders, report } = this.#ports;
    for (const sha256 of due) {
      this.#released.delete(sha256);
      try {
        const users = await records.list(PACKAGE_USE_KIND, { prefix: `${sha256}/`, limit: 1 });
        if (users.length === 0) await (isMergedFolderId(sha256) ? mergedFolders : packages).remove(sha256);
        await records.write([{ op: "delete", kind: PACKAGE_RELEASE_KIND, key: sha256 }]);
      } catch (error) {
        // The release is still on record, so the next start tries again.
        report(error);
      }
    }
  }
}
