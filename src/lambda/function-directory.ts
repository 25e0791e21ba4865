import type { Invoker, LaunchSpec } from "../invoke/index.ts";
import type { RuntimeCatalogue } from "../runtimes/index.ts";
import { type RecordChange, RecordConflict, type RecordStore } from "../store/index.ts";
import { ALIAS_KIND, aliasKey, type AliasRecord, readAliasRecord } from "./alias-record.ts";
import { type FunctionEntry, type VersionEntry, versionEntry } from "./function-entry.ts";
import {
  FUNCTION_KIND,
  type FunctionRecord,
  functionKey,
  readFunctionRecord,
  recordScope,
  type VersionRecord,
} from "./function-record.ts";
import { type CodeFolders, compileLaunchSpec } from "./launch-specs.ts";
import {
  isVersionNumber,
  type PublishedVersion,
  readVersionRecord,
  VERSION_KIND,
  versionKey,
} from "./version-record.ts";

/** What a change makes of a function, and what else is written in the same transaction. */
export interface FunctionChange {
  readonly record: FunctionRecord;
  /** Versions that are published, or whose state changes. */
  readonly versions?: readonly PublishedVersion[];
  /** Aliases that are made or changed. */
  readonly aliases?: readonly AliasRecord[];
  /** Number of the version that is deleted. */
  readonly deletedVersion?: string;
  /** Name of the alias that is deleted. */
  readonly deletedAlias?: string;
  readonly also: readonly RecordChange[];
  /** Compiled from `record.latest`, where the caller has it. */
  readonly spec?: LaunchSpec;
}

export interface DirectoryPorts extends CodeFolders {
  readonly records: RecordStore;
  readonly runtimes: () => RuntimeCatalogue;
  readonly invoker: Invoker;
  /** Told of every change, at once; without a change the function was deleted. */
  readonly changed: (functionKey: string, change: FunctionChange | undefined) => void;
}

/**
 * Every function that was asked for, in memory, with the versions and aliases that were, so that a warm invocation reads
 * no database. Entries are loaded on demand and refreshed by the writes that pass through here. Whatever is written of a
 * function, be it a version or an alias only, is conditional on the function's record being as seen.
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

  /** A published version, by number; undefined when there is none. */
  async version(entry: FunctionEntry, version: string): Promise<VersionEntry<PublishedVersion> | undefined> {
    const known = entry.versions.get(version);
    if (known !== undefined || !isVersionNumber(version)) return known;
    const key = versionKey(entry.key, version);
    const stored = await this.#ports.records.get(VERSION_KIND, key);
    if (stored === undefined) return undefined;
    const loaded = versionEntry(readVersionRecord(key, stored.value));
    // What was read beside a write may be what that write replaced.
    if (this.#entries.get(entry.key) !== entry) return loaded;
    const other = entry.versions.get(version);
    if (other === undefined) entry.versions.set(version, loaded);
    return other ?? loaded;
  }

  /** An alias, by name; undefined when there is none. */
  async alias(entry: FunctionEntry, name: string): Promise<AliasRecord | undefined> {
    const known = entry.aliases.get(name);
    if (known !== undefined) return known;
    const key = aliasKey(entry.key, name);
    const stored = await this.#ports.records.get(ALIAS_KIND, key);
    if (stored === undefined) return undefined;
    const loaded = readAliasRecord(key, stored.value);
    if (this.#entries.get(entry.key) === entry) entry.aliases.set(name, loaded);
    return loaded;
  }

  /** The spec that serves invocations of a version. Throws `RuntimeMissing`, or what the package store throws. */
  async spec(entry: FunctionEntry, version: VersionEntry): Promise<LaunchSpec> {
    version.spec ??= await this.compile(entry.record, version.record);
    return version.spec;
  }

  /** Compiles a version of a function. Throws as `spec` does. */
  compile(record: FunctionRecord, { version, settings }: VersionRecord): Promise<LaunchSpec> {
    const source = { scope: recordScope(record), functionName: record.name, version, settings };
    return compileLaunchSpec(source, this.#ports.runtimes(), this.#ports);
  }

  /** Stores a new function. Throws `RecordConflict` when the name is taken. */
  async create(change: FunctionChange): Promise<void> {
    const { record } = change;
    const key = functionKey(recordScope(record), record.name);
    await this.#ports.records.write([
      { op: "put", kind: FUNCTION_KIND, key, value: record, expect: "absent" },
      ...recordChanges(key, change),
    ]);
    this.#writes += 1;
  }

  /** Stores a change of a function that is as `entry` says. Throws `RecordConflict` when it no longer is. */
  async replace(entry: FunctionEntry, change: FunctionChange): Promise<FunctionEntry> {
    const { key, storedVersion } = entry;
    const { record, spec } = change;
    await this.#guarded(entry, [
      { op: "put", kind: FUNCTION_KIND, key, value: record, expect: storedVersion },
      ...recordChanges(key, change),
    ]);
    const unchanged = record.latest.settings === entry.record.latest.settings;
    const latest = versionEntry(record.latest, spec ?? (unchanged ? entry.latest.spec : undefined));
    latest.invoked = entry.latest.invoked && unchanged;
    if (!unchanged) this.#retire(entry.latest, latest.spec);
    this.#refresh(entry, change);
    const next = this.#remember({ ...entry, record, storedVersion: storedVersion + 1, latest });
    this.#ports.changed(key, change);
    return next;
  }

  /** Deletes a function that is as `entry` says, and ends its environments. Throws `RecordConflict` when it no longer is. */
  async remove(entry: FunctionEntry, also: readonly RecordChange[]): Promise<void> {
    const { key, storedVersion } = entry;
    await this.#guarded(entry, [{ op: "delete", kind: FUNCTION_KIND, key, expect: storedVersion }, ...also]);
    this.#writes += 1;
    this.#forget(entry);
    this.#ports.changed(key, undefined);
  }

  /** Forgets what is in memory when the database turns out to be ahead of it. */
  async #guarded(entry: FunctionEntry, changes: readonly RecordChange[]): Promise<void> {
    try {
      await this.#ports.records.write(changes);
    } catch (error) {
      // Another write of ours may have put a newer entry there meanwhile; that one is to be believed.
      if (error instanceof RecordConflict && this.#entries.get(entry.key) === entry) {
        this.#forget(entry);
        this.#ports.changed(entry.key, { record: entry.record, also: [] });
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
      const record = readFunctionRecord(key, stored.value);
      const latest = versionEntry(record.latest);
      return this.#remember({
        key,
        record,
        storedVersion: stored.version,
        latest,
        versions: new Map(),
        aliases: new Map(),
      });
    }
  }

  #remember(entry: FunctionEntry): FunctionEntry {
    this.#writes += 1;
    this.#entries.set(entry.key, entry);
    return entry;
  }

  /** Brings the versions and aliases in memory up to what was written. */
  #refresh({ versions, aliases }: FunctionEntry, change: FunctionChange): void {
    for (const record of change.versions ?? []) {
      const former = versions.get(record.version);
      // Code and configuration of a version never change, so what was made of them stays right.
      versions.set(record.version, { record, spec: former?.spec, invoked: former?.invoked ?? false });
    }
    for (const record of change.aliases ?? []) aliases.set(record.name, record);
    if (change.deletedAlias !== undefined) aliases.delete(change.deletedAlias);
    if (change.deletedVersion === undefined) return;
    const deleted = versions.get(change.deletedVersion);
    if (deleted !== undefined) this.#retire(deleted, undefined);
    versions.delete(change.deletedVersion);
  }

  #forget(entry: FunctionEntry): void {
    this.#entries.delete(entry.key);
    for (const version of [entry.latest, ...entry.versions.values()]) this.#retire(version, undefined);
  }

  #retire(former: VersionEntry, next: LaunchSpec | undefined): void {
    if (former.spec !== undefined && former.spec.hash !== next?.hash) this.#ports.invoker.retire(former.spec.hash);
  }
}

/** What is written of a change beside the function's own record. */
function recordChanges(key: string, change: FunctionChange): readonly RecordChange[] {
  const { versions = [], aliases = [], deletedVersion, deletedAlias } = change;
  const changes: RecordChange[] = [...change.also];
  for (const value of versions)
    changes.push({ op: "put", kind: VERSION_KIND, key: versionKey(key, value.version), value });
  for (const value of aliases) changes.push({ op: "put", kind: ALIAS_KIND, key: aliasKey(key, value.name), value });
  if (deletedVersion !== undefined)
    changes.push({ op: "delete", kind: VERSION_KIND, key: versionKey(key, deletedVersion) });
  if (deletedAlias !== undefined) changes.push({ op: "delete", kind: ALIAS_KIND, key: aliasKey(key, deletedAlias) });
  return changes;
}
