import type { Scope } from "../base/index.ts";
import type { RecordStore } from "../store/index.ts";
import { ALIAS_KIND, aliasKey, type AliasRecord, readAliasRecord } from "./alias-record.ts";
import { FUNCTION_KIND, type FunctionRecord, readFunctionRecord, scopePrefix } from "./function-record.ts";
import { type PublishedVersion, readVersionRecord, VERSION_KIND, versionKey } from "./version-record.ts";

/** A page of the functions of an account and region, in order of name. */
export async function functionsAfter(
  records: RecordStore,
  scope: Scope,
  name: string | undefined,
  limit: number,
): Promise<readonly FunctionRecord[]> {
  const prefix = scopePrefix(scope);
  const after = name === undefined ? {} : { after: prefix + name };
  const stored = await records.list(FUNCTION_KIND, { prefix, limit, ...after });
  return stored.map(({ key, value }) => readFunctionRecord(key, value));
}

/** A page of the published versions of a function, in order of number. */
export async function versionsAfter(
  records: RecordStore,
  functionKey: string,
  version: string | undefined,
  limit: number,
): Promise<readonly PublishedVersion[]> {
  const after = version === undefined ? {} : { after: versionKey(functionKey, version) };
  const stored = await records.list(VERSION_KIND, { prefix: `${functionKey}/`, limit, ...after });
  return stored.map(({ key, value }) => readVersionRecord(key, value));
}

/** A page of the aliases of a function, in order of name. */
export async function aliasesAfter(
  records: RecordStore,
  functionKey: string,
  name: string | undefined,
  limit: number,
): Promise<readonly AliasRecord[]> {
  const after = name === undefined ? {} : { after: aliasKey(functionKey, name) };
  const stored = await records.list(ALIAS_KIND, { prefix: `${functionKey}/`, limit, ...after });
  return stored.map(({ key, value }) => readAliasRecord(key, value));
}
