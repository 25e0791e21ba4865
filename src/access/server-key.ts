import type { Random } from "../base/index.ts";
import type { RecordStore } from "../store/index.ts";
import { RecordConflict } from "../store/index.ts";

const KIND = "server-key";
const KEY_BYTES = 32;

/** A secret of this installation, made on first use and the same ever after, on every node. */
export async function serverKey(records: RecordStore, random: Random, purpose: string): Promise<Uint8Array> {
  const stored = await readKey(records, purpose);
  if (stored !== undefined) return stored;
  const made = random.bytes(KEY_BYTES);
  const value = { key: Buffer.from(made).toString("base64") };
  try {
    await records.write([{ op: "put", kind: KIND, key: purpose, value, expect: "absent" }]);
    return made;
  } catch (error) {
    // Another node was faster; its key counts.
    const theirs = error instanceof RecordConflict ? await readKey(records, purpose) : undefined;
    if (theirs === undefined) throw error;
    return theirs;
  }
}

async function readKey(records: RecordStore, purpose: string): Promise<Uint8Array | undefined> {
  const value = (await records.get(KIND, purpose))?.value;
  if (value === undefined) return undefined;
  const text = typeof value === "object" && value !== null && "key" in value ? value["key"] : undefined;
  const key = typeof text === "string" ? Buffer.from(text, "base64") : undefined;
  if (key?.length === KEY_BYTES) return key;
  throw new Error(`the server key for ${purpose} in the data folder is damaged; restore the folder from a backup`);
}
