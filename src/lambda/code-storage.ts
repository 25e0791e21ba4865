import type { Scope } from "../base/index.ts";
import { everyRecord, type Json, type RecordChange, type RecordStore } from "../store/index.ts";
import { lambdaError } from "./errors.ts";
import { FUNCTION_KIND, readFunctionRecord, scopePrefix } from "./function-record.ts";
import { LAYER_VERSION_KIND, readLayerVersionRecord } from "./layers/layer-record.ts";
import { readVersionRecord, VERSION_KIND } from "./version-record.ts";

/** Storage for code of an account and region, as `GetAccountSettings` reports it: 75 GiB. */
export const CODE_STORAGE_BYTES_MAX = 80_530_636_800;

/** What an account and region has stored. */
export interface CodeUsage {
  /** Of the zips of every function, version and layer version. */
  readonly codeBytes: number;
  readonly functionCount: number;
}

/** Bytes of the zip that a record of each kind stands for. */
const ZIP_BYTES: ReadonlyMap<string, (key: string, value: Json) => number> = new Map([
  [FUNCTION_KIND, functionZipBytes],
  [VERSION_KIND, (key, value) => readVersionRecord(key, value).settings.code.zipBytes],
  [LAYER_VERSION_KIND, (key, value) => readLayerVersionRecord(key, value).code.zipBytes],
]);

/** Sizes in memory of what an account and region has, by kind and key. */
interface Account {
  readonly sizes: Map<string, number>;
  codeBytes: number;
  functionCount: number;
  /** Asked for by writes that are under way. */
  asked: number;
}

/**
 * Counts the code of each account and region, and refuses what would exceed the limit. An account is read from the
 * database before the first write that concerns its code; from then on every write passes through here, so the count is
 * kept without looking again.
 */
export class CodeStorage {
  /** The store, with every write counted. Its `write` throws `AwsError` when there is no room for more code. */
  readonly records: RecordStore;
  readonly limitBytes: number;
  readonly #accounts = new Map<string, Promise<Account>>();
  readonly #store: RecordStore;

  constructor(store: RecordStore, limitBytes: number = CODE_STORAGE_BYTES_MAX) {
    this.#store = store;
    this.limitBytes = limitBytes;
    this.records = {
      get: (kind, key) => store.get(kind, key),
      list: (kind, query) => store.list(kind, query),
      changesAfter: (sequence, limit) => store.changesAfter(sequence, limit),
      write: (changes) => this.#write(changes),
    };
  }

  async usage(scope: Scope): Promise<CodeUsage> {
    const { codeBytes, functionCount } = await this.#account(scopePrefix(scope));
    return { codeBytes, functionCount };
  }

  /** All changes of code in one write are of one account and region. */
  async #write(changes: readonly RecordChange[]): Promise<void> {
    const counted = changes.filter(({ kind }) => ZIP_BYTES.has(kind));
    const [first] = counted;
    if (first === undefined) return this.#store.write(changes);
    const account = await this.#account(prefixOf(first.key));
    const more = counted.reduce((sum, change) => sum + growth(account, change), 0);
    if (more > 0 && account.codeBytes + account.asked + more > this.limitBytes)
      throw lambdaError("code-storage-exceeded");
    const asked = Math.max(0, more);
    account.asked += asked;
    try {
      await this.#store.write(changes);
      for (const change of counted) apply(account, change);
    } finally {
      account.asked -= asked;
    }
  }

  #account(prefix: string): Promise<Account> {
    const known = this.#accounts.get(prefix);
    if (known !== undefined) return known;
    // Whoever writes waits for this, so nothing changes while it is read.
    const loading = this.#load(prefix);
    this.#accounts.set(prefix, loading);
    loading.catch(() => this.#accounts.delete(prefix));
    return loading;
  }

  async #load(prefix: string): Promise<Account> {
    const account: Account = { sizes: new Map(), codeBytes: 0, functionCount: 0, asked: 0 };
    for (const kind of ZIP_BYTES.keys())
      for await (const { key, value } of everyRecord(this.#store, kind, prefix))
        apply(account, { op: "put", kind, key, value });
    return account;
  }
}

function growth({ sizes }: Account, change: RecordChange): number {
  return sizeAfter(change) - (sizes.get(sizeKey(change)) ?? 0);
}

function apply(account: Account, change: RecordChange): void {
  const key = sizeKey(change);
  const isThere = change.op === "put";
  account.codeBytes += growth(account, change);
  if (change.kind === FUNCTION_KIND) account.functionCount += Number(isThere) - Number(account.sizes.has(key));
  if (isThere) account.sizes.set(key, sizeAfter(change));
  else account.sizes.delete(key);
}

function sizeAfter(change: RecordChange): number {
  return change.op === "put" ? (ZIP_BYTES.get(change.kind)?.(change.key, change.value) ?? 0) : 0;
}

function sizeKey({ kind, key }: RecordChange): string {
  return `${kind}:${key}`;
}

/** `ACCOUNT/REGION/`, with which the keys of all that is counted begin. */
function prefixOf(key: string): string {
  return key.slice(0, key.indexOf("/", key.indexOf("/") + 1) + 1);
}

/** During an update both the old and the new code are kept, and either may be what stays. */
function functionZipBytes(key: string, value: Json): number {
  const { latest, staged } = readFunctionRecord(key, value);
  return Math.max(latest.settings.code.zipBytes, staged?.code.zipBytes ?? 0);
}
