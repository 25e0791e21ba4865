import type { Scope } from "../../../base/index.ts";
import type { RecordStore, StoredRecord } from "../../../store/index.ts";
import { RecordConflict } from "../../../store/index.ts";
import { type Queue, queueKey, queueOf, type QueueRecord, readQueueArn, recordJson, recordOf } from "./queue.ts";

const KIND = "sqs-queue";
/** Writers of one queue at the same time try again; more often than this, something else is wrong. */
const ATTEMPTS = 20;

/** The queues. Each is read once, on first use, and then kept in memory. */
export class QueueDirectory {
  readonly #records: RecordStore;
  readonly #known = new Map<string, Queue>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(records: RecordStore) {
    this.#records = records;
  }

  /** In memory when it was used before. */
  known(scope: Scope, name: string): Queue | undefined {
    return this.#known.get(queueKey(scope, name));
  }

  async find(scope: Scope, name: string): Promise<Queue | undefined> {
    const known = this.known(scope, name);
    if (known !== undefined) return known;
    const stored = await this.#records.get(KIND, queueKey(scope, name));
    // A write may have come between; what it left in memory is newer.
    return this.known(scope, name) ?? (stored && this.#keep(scope, name, stored));
  }

  async findByArn(arn: string): Promise<Queue | undefined> {
    const parts = readQueueArn(arn);
    return parts && this.find(parts.scope, parts.name);
  }

  /** Does `action` after everything else that was to be done in turn for that key. */
  async inTurn<Result>(key: string, action: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(key);
    // Whether the one before failed is for its own caller to know.
    const turn = before === undefined ? action() : before.then(action, action);
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }

  /** Throws `RecordConflict` when the queue exists. */
  async create(scope: Scope, name: string, record: QueueRecord): Promise<Queue> {
    const key = queueKey(scope, name);
    await this.#records.write([{ op: "put", kind: KIND, key, value: recordJson(record), expect: "absent" }]);
    this.#known.delete(key);
    return (await this.find(scope, name)) ?? queueOf(scope, name, record, 0);
  }

  /**
   * Changes a queue from what it is now; `change` may be called again when someone else was faster. Answers undefined when
   * the queue is gone.
   */
  async update(queue: Queue, change: (record: QueueRecord) => QueueRecord): Promise<Queue | undefined> {
    const { scope, name, key } = queue;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Read anew each time: another node may have written.
      const stored = await this.#records.get(KIND, key);
      if (stored === undefined) return undefined;
      try {
        const record = change(recordOf(stored.value));
        const value = recordJson(record);
        await this.#records.write([{ op: "put", kind: KIND, key, value, expect: stored.version }]);
        return this.#keep(scope, name, { key, value, version: stored.version + 1 });
      } catch (error) {
        if (!(error instanceof RecordConflict)) throw error;
      }
    }
    throw new RecordConflict(KIND, key);
  }

  async delete({ key }: Queue): Promise<void> {
    await this.#records.write([{ op: "delete", kind: KIND, key }]);
    this.#known.delete(key);
  }

  /** Queues of an account and region by name, after the name `after`. */
  async list(
    scope: Scope,
    query: { readonly prefix: string; readonly after?: string | undefined; readonly limit: number },
  ): Promise<readonly Queue[]> {
    const { prefix, after, limit } = query;
    const start = queueKey(scope, "");
    const found = await this.#records.list(KIND, {
      prefix: start + prefix,
      ...(after === undefined ? {} : { after: start + after }),
      limit,
    });
    return found.map((stored) => this.#queueOf(scope, stored.key.slice(start.length), stored));
  }

  #keep(scope: Scope, name: string, stored: StoredRecord): Queue {
    const queue = this.#queueOf(scope, name, stored);
    this.#known.set(queue.key, queue);
    return queue;
  }

  #queueOf(scope: Scope, name: string, { value, version }: StoredRecord): Queue {
    return queueOf(scope, name, recordOf(value), version);
  }
}
