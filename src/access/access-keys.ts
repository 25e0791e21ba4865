import type { Clock, Random } from "../base/index.ts";
import { everyRecord, type Json, type RecordStore } from "../store/index.ts";
import type { Credential } from "./credential.ts";
import { idOf, randomId, randomSecret } from "./identifiers.ts";

const KIND = "access-key";
const ACCOUNT_ID = /^\d{12}$/;
/** Names of IAM users (CreateUser, `UserName`). */
const USER_NAME = /^[\w+=,.@-]{1,64}$/;

export interface NewAccessKey {
  /** 12 digits. */
  readonly accountId: string;
  /** The IAM user whose key it is; the account's root without one. */
  readonly userName?: string;
}

/** A key as it may be shown. */
export interface AccessKeySummary {
  readonly accessKeyId: string;
  readonly accountId: string;
  readonly userName: string | undefined;
  readonly createdMs: number;
}

/** An account id or user name that AWS would not take. */
export class InvalidAccessKey extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidAccessKey";
  }
}

/** Long-lived keys, kept in the record store. */
export interface AccessKeys {
  /** Durable when it resolves; the secret is told this once. Throws `InvalidAccessKey`, `StoreFullError`. */
  create(key: NewAccessKey): Promise<{ accessKeyId: string; secretAccessKey: string }>;
  /** In the order of their ids. */
  list(): Promise<readonly AccessKeySummary[]>;
  /** False when there is no such key. */
  remove(accessKeyId: string): Promise<boolean>;
  /** Undefined when there is no such key. Reads the store once per key; keys made or removed here are known at once. */
  find(accessKeyId: string): Promise<Credential | undefined>;
}

export function createAccessKeys(parts: { records: RecordStore; random: Random; clock: Clock }): AccessKeys {
  return new StoredAccessKeys(parts.records, parts.random, parts.clock);
}

interface KeyValue extends NewAccessKey {
  readonly secretAccessKey: string;
  readonly createdMs: number;
}

class StoredAccessKeys implements AccessKeys {
  readonly #records: RecordStore;
  readonly #random: Random;
  readonly #clock: Clock;
  /** Keys that exist. Ids that do not are not remembered: anybody could fill the memory with them. */
  readonly #known = new Map<string, Credential>();
  /** Rises with each removal, so that a lookup which began before does not remember what is gone. */
  #removals = 0;

  constructor(records: RecordStore, random: Random, clock: Clock) {
    this.#records = records;
    this.#random = random;
    this.#clock = clock;
  }

  async create({ accountId, userName }: NewAccessKey): Promise<{ accessKeyId: string; secretAccessKey: string }> {
    if (!ACCOUNT_ID.test(accountId)) throw new InvalidAccessKey(`${accountId} is not an account id of 12 digits`);
    if (userName !== undefined && !USER_NAME.test(userName))
      throw new InvalidAccessKey("a user name has 1 to 64 letters, digits and characters of _+=,.@-");
    const accessKeyId = randomId("AKIA", this.#random);
    const secretAccessKey = randomSecret(this.#random);
    const createdMs = this.#clock.nowMs();
    const value = { accountId, secretAccessKey, createdMs, ...(userName === undefined ? {} : { userName }) };
    await this.#records.write([{ op: "put", kind: KIND, key: accessKeyId, value, expect: "absent" }]);
    this.#known.set(accessKeyId, credentialOf(accessKeyId, value));
    return { accessKeyId, secretAccessKey };
  }

  async list(): Promise<readonly AccessKeySummary[]> {
    const keys: AccessKeySummary[] = [];
    for await (const { key, value } of everyRecord(this.#records, KIND, "")) {
      const { accountId, userName, createdMs } = keyValue(key, value);
      keys.push({ accessKeyId: key, accountId, userName, createdMs });
    }
    return keys;
  }

  async remove(accessKeyId: string): Promise<boolean> {
    const existed = (await this.#records.get(KIND, accessKeyId)) !== undefined;
    await this.#records.write([{ op: "delete", kind: KIND, key: accessKeyId }]);
    this.#removals += 1;
    this.#known.delete(accessKeyId);
    return existed;
  }

  async find(accessKeyId: string): Promise<Credential | undefined> {
    const known = this.#known.get(accessKeyId);
    if (known !== undefined) return known;
    const removals = this.#removals;
    const record = await this.#records.get(KIND, accessKeyId);
    if (record === undefined) return undefined;
    const credential = credentialOf(accessKeyId, keyValue(accessKeyId, record.value));
    if (removals === this.#removals) this.#known.set(accessKeyId, credential);
    return credential;
  }
}

function credentialOf(accessKeyId: string, { accountId, userName, secretAccessKey }: KeyValue): Credential {
  const arn = userName === undefined ? `arn:aws:iam::${accountId}:root` : `arn:aws:iam::${accountId}:user/${userName}`;
  const userId = userName === undefined ? accountId : idOf("AIDA", arn);
  return { secretAccessKey, sessionToken: undefined, caller: { accountId, arn, userId, accessKeyId } };
}

function keyValue(accessKeyId: string, value: Json): KeyValue {
  if (typeof value === "object" && value !== null && "secretAccessKey" in value) {
    const { accountId, secretAccessKey, createdMs, userName } = value;
    if (typeof accountId === "string" && typeof secretAccessKey === "string" && typeof createdMs === "number")
      return { accountId, secretAccessKey, createdMs, ...(typeof userName === "string" ? { userName } : {}) };
  }
  throw new Error(`the record of access key ${accessKeyId} is damaged; remove the key and make a new one`);
}
