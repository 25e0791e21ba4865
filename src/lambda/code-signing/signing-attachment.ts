import { everyRecord, type Json, type RecordChange, type RecordStore } from "../../store/index.ts";
import {
  readSigningConfig,
  SIGNING_ATTACHMENT_KIND,
  SIGNING_CONFIG_KIND,
  signingConfigKey,
  type SigningConfigRecord,
} from "./signing-config-record.ts";
import type { StoredSigningConfig } from "./signing-configs.ts";

/**
 * What is written with a function that gets a configuration. The configuration is written, too, although it stays as it
 * is, so that it cannot be deleted at the same time.
 */
export function attachSigningConfig(functionKey: string, config: StoredSigningConfig): readonly RecordChange[] {
  const { key, record, storedVersion } = config;
  return [
    { op: "put", kind: SIGNING_ATTACHMENT_KIND, key: functionKey, value: record.id },
    { op: "put", kind: SIGNING_CONFIG_KIND, key, value: record, expect: storedVersion },
  ];
}

export function detachSigningConfig(functionKey: string): RecordChange {
  return { op: "delete", kind: SIGNING_ATTACHMENT_KIND, key: functionKey };
}

/** The configuration that a function has; undefined when it has none. */
export async function attachedSigningConfig(
  records: RecordStore,
  functionKey: string,
): Promise<SigningConfigRecord | undefined> {
  const attachment = await records.get(SIGNING_ATTACHMENT_KIND, functionKey);
  if (attachment === undefined) return undefined;
  const [accountId = "", region = ""] = functionKey.split("/");
  const key = signingConfigKey({ accountId, region }, configId(functionKey, attachment.value));
  const stored = await records.get(SIGNING_CONFIG_KIND, key);
  return stored && readSigningConfig(key, stored.value);
}

/** The names of the functions that have this configuration, in order, beginning after one of them. */
export async function* functionsWithSigningConfig(
  records: RecordStore,
  { accountId, region, id }: SigningConfigRecord,
  after?: string,
): AsyncGenerator<string, void> {
  const prefix = `${accountId}/${region}/`;
  for await (const { key, value } of everyRecord(records, SIGNING_ATTACHMENT_KIND, prefix)) {
    const name = key.slice(prefix.length);
    if (configId(key, value) === id && (after === undefined || name > after)) yield name;
  }
}

function configId(key: string, value: Json): string {
  if (typeof value === "string") return value;
  throw new Error(`what ${key} is signed by was written by another version of Hearth; start that version instead`);
}
