import type { RecordStore, StoredRecord } from "../../../store/index.ts";

/** The moving of messages out of a dead-letter queue, as it is remembered. */
export interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  /** Undefined: each message goes back to where it came from. */
  readonly destinationArn?: string;
  readonly perSecondMax?: number;
  readonly status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  readonly moved: number;
  readonly toMove: number;
  readonly startedMs: number;
  readonly failureReason?: string;
}

const KIND = "sqs-move-task";
/** How many of a queue are remembered (SQS API reference, ListMessageMoveTasks). */
export const TASKS_KEPT = 10;

/** Tasks on disk, those of one source in the order of their start. */
export class MoveTaskRecords {
  readonly #records: RecordStore;

  constructor(records: RecordStore) {
    this.#records = records;
  }

  async save(task: MoveTask): Promise<void> {
    await this.#records.write([{ op: "put", kind: KIND, key: keyOf(task), value: { ...task } }]);
  }

  /** The newest first. */
  async ofSource(sourceArn: string): Promise<readonly MoveTask[]> {
    const found = await this.#records.list(KIND, { prefix: `${sourceArn} `, limit: 1_000 });
    return found.map(taskOf).toReversed();
  }

  /** Forgets the tasks of a source beyond those that are told. */
  async trim(sourceArn: string): Promise<void> {
    const old = (await this.ofSource(sourceArn)).slice(TASKS_KEPT);
    await this.#records.write(old.map((task) => ({ op: "delete", kind: KIND, key: keyOf(task) })));
  }

  async running(): Promise<readonly MoveTask[]> {
    const all = await this.#records.list(KIND, { prefix: "", limit: 100_000 });
    return all.map(taskOf).filter(({ status }) => status === "RUNNING");
  }
}

function keyOf({ sourceArn, startedMs, id }: MoveTask): string {
  return `${sourceArn} ${String(startedMs).padStart(15, "0")} ${id}`;
}

/** Nobody else writes records of this kind. */
function taskOf({ value }: StoredRecord): MoveTask {
  return value as unknown as MoveTask;
}
