import type { Scope } from "../base/index.ts";
import type { Invoker, LaunchSpec } from "../invoke/index.ts";
import type { RuntimeCatalogue } from "../runtimes/index.ts";
import { type PackageStore, type RecordChange, RecordConflict, type RecordStore } from "../store/index.ts";
import {
  FUNCTION_KIND,
  type FunctionRecord,
  type FunctionSettings,
  functionKey,
  readFunctionRecord,
  recordScope,
  scopePrefix,
} from "./function-record.ts";
import { compileLaunchSpec } from "./launch-specs.ts";

/** A function in memory: its record as last stored, and what was compiled from it. Replaced, never changed, but for the spec. */
export interface FunctionEntry {
  readonly key: string;
  readonly record: FunctionRecord;
  /** Version of the stored record, the token of optimistic concurrency. */
  readonly storedVersion: number;
  /** Compiled from `record.latest`; undefined until first needed. */
  spec: LaunchSpec | undefined;
  /** Some environment may have been made from the spec. */
  invoked: boolean;
}

/** What a change makes of a function, and what else is written in the same transaction. */
export interface FunctionChange {
  readonly record: FunctionRecord;
  readonly also: readonly RecordChange[];
  /** Compiled from the new record, where the caller has it. */
  readonly spec?: LaunchSpec;
}

export interface DirectoryPorts {
  readonly records: RecordStore;
  readonly packages: PackageStore;
  readonly runtimes: () => RuntimeCatalogue;
  readonly invoker: Invoker;
}

/**
 * Every function that was asked for, in memory, so that a warm invocation reads no database. Entries are loaded on
 * demand and refreshed by the writes that pass through here; writes are conditional on the version that was seen.
 */
export class FunctionDirectory {
  readonly #ports: DirectoryPorts;
  readonly #entries = new Map<string, FunctionEntry>();
  /** Counts own writes, so that a load which a write overtook is not believed. */
  #writes = 0;

  constructor(ports: DirectoryPorts) {
    this.#ports = ports;
  }

  /** What is in memory, at once; undefined says nothing about the database. */
  peek(key: string): FunctionEntry | undefined {
    return this.#entries.get(key);
  }

  /** From memory, else from the database; undefined when there is no such function. */
  async find(key: string): Promise<FunctionEntry | undefined> {
    return this.#entries.get(key) ?? (await this.#load(key));
  }

  /** The spec that serves invocations. Throws `RuntimeMissing`, or what the package store throws. */
  async spec(entry: FunctionEntry): Promise<LaunchSpec> {
    entry.spec ??= await this.compile(entry.record);
    return entry.spec;
  }

  /** Compiles the serving settings of a record, or others in their place. */
  compile(record: FunctionRecord, settings: FunctionSettings = record.latest.settings): Promise<LaunchSpec> {
    const source = { scope: recordScope(record), functionName: record.name, version: record.latest.version, settings };
    return compileLaunchSpec(source, this.#ports.runtimes(), this.#ports.packages);
  }

  /** Stores a new function. Throws `RecordConflict` when the name is taken. */
  async create({ record, also }: FunctionChange): Promise<void> {
    const key = functionKey(recordScope(record), record.name);
    await this.#ports.records.write([
      { op: "put", kind: FUNCTION_KIND, key, value: record, expect: "absent" },
      ...also,
    ]);
    this.#writes += 1;
  }

  /** Stores a change of a function that is as `entry` says. Throws `RecordConflict` when it no longer is. */
  async replace(entry: FunctionEntry, { record, also, spec }: FunctionChange): Promise<FunctionEntry> {
    const { key, storedVersion } = entry;
    await this.#guarded(entry, [
      { op: "put", kind: FUNCTION_KIND, key, value: record, expect: storedVersion },
      ...also,
    ]);
    const unchanged = record.latest.settings === entry.record.latest.settings;
    const next = this.#remember(key, record, storedVersion + 1, spec ?? (unchanged ? entry.spec : undefined));
    next.invoked = entry.invoked && unchanged;
    if (!unchanged) this.#retire(entry, next.spec);
    return next;
  }

  /** Deletes a function that is as `entry` says, and ends its environments. Throws `RecordConflict` when it no longer is. */
  async remove(entry: FunctionEntry, also: readonly RecordChange[]): Promise<void> {
    const { key, storedVersion } = entry;
    await this.#guarded(entry, [{ op: "delete", kind: FUNCTION_KIND, key, expect: storedVersion }, ...also]);
    this.#writes += 1;
    this.#entries.delete(key);
    this.#retire(entry, undefined);
  }

  /** A page of the functions of an account and region, in order of name. */
  async list(scope: Scope, afterName: string | undefined, limit: number): Promise<readonly FunctionRecord[]> {
    const prefix = scopePrefix(scope);
    const after = afterName === undefined ? {} : { after: prefix + afterName };
    const stored = await this.#ports.records.list(FUNCTION_KIND, { prefix, limit, ...after });
    return stored.map(({ key, value }) => readFunctionRecord(key, value));
  }

  /** Forgets what is in memory when the database turns out to be ahead of it. */
  async #guarded(entry: FunctionEntry, changes: readonly RecordChange[]): Promise<void> {
    try {
      await this.#ports.records.write(changes);
    } catch (error) {
      // Another write of ours may have put a newer entry there meanwhile; that one is to be believed.
      if (error instanceof RecordConflict && this.#entries.get(entry.key) === entry) {
        this.#entries.delete(entry.key);
        this.#retire(entry, undefined);
      }
      throw error;
    }
  }

  async #load(key: string): Promise<FunctionEntry | undefined> {
    for (;;) {
      const writes = this.#writes;
      const stored = await this.#ports.records.get(FUNCTION_KIND, key);
      const known = this.#entries.get(key);
      if (known !== undefined) return known;
      if (writes !== this.#writes) continue;
      if (stored === undefined) return undefined;
      return this.#remember(key, readFunctionRecord(key, stored.value), stored.version, undefined);
    }
  }

  #remember(key: string, record: FunctionRecord, storedVersion: number, spec: LaunchSpec | undefined): FunctionEntry {
    const entry: FunctionEntry = { key, record, storedVersion, spec, invoked: false };
    this.#writes += 1;
    this.#entries.set(key, entry);
    return entry;
  }

  #retire(former: FunctionEntry, next: LaunchSpec | undefined): void {
    if (former.spec !== undefined && former.spec.hash !== next?.hash) this.#ports.invoker.retire(former.spec.hash);
  }
}
