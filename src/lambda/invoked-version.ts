import type { Random } from "../base/index.ts";
import type { AliasRecord } from "./alias-record.ts";
import type { FunctionDirectory } from "./function-directory.ts";
import type { FunctionEntry, VersionEntry } from "./function-entry.ts";
import { LATEST } from "./function-name.ts";

interface Ports {
  readonly directory: FunctionDirectory;
  readonly random: Random;
}

/**
 * The version that serves one request for a qualifier; an alias that splits its requests is decided anew each time.
 * Undefined when there is no such version or alias. At once, without a promise, when all is in memory: this is on the
 * path of every invocation.
 */
export function invokedVersion(
  ports: Ports,
  entry: FunctionEntry,
  qualifier: string | undefined,
): VersionEntry | undefined | Promise<VersionEntry | undefined> {
  if (qualifier === undefined || qualifier === LATEST) return entry.latest;
  const published = entry.versions.get(qualifier);
  if (published !== undefined) return published;
  const alias = entry.aliases.get(qualifier);
  return alias === undefined ? load(ports, entry, qualifier) : routedVersion(ports, entry, alias);
}

async function load(ports: Ports, entry: FunctionEntry, qualifier: string): Promise<VersionEntry | undefined> {
  const published = await ports.directory.version(entry, qualifier);
  if (published !== undefined) return published;
  const alias = await ports.directory.alias(entry, qualifier);
  return alias && routedVersion(ports, entry, alias);
}

function routedVersion(
  { directory, random }: Ports,
  entry: FunctionEntry,
  { version, routing }: AliasRecord,
): VersionEntry | Promise<VersionEntry | undefined> {
  const chosen = routing !== null && random.fraction() < routing.weight ? routing.version : version;
  return entry.versions.get(chosen) ?? numberedVersion(directory, entry, chosen);
}

/** The version of this number, or `$LATEST`; undefined when it does not exist. */
export async function numberedVersion(
  directory: FunctionDirectory,
  entry: FunctionEntry,
  version: string,
): Promise<VersionEntry | undefined> {
  return version === LATEST ? entry.latest : directory.version(entry, version);
}
