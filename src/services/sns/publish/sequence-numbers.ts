import type { RecordStore } from "../../../store/index.ts";

/** The first number that no server has taken yet, by topic. */
const SEQUENCE_KIND = "sns-sequence";
/** Numbers are taken from the store in blocks; what a server has left of one when it ends is skipped. */
const BLOCK = 1_000;
/** Sequence numbers have 20 digits. */
const FIRST = 10_000_000_000_000_000_000n;

interface Block {
  next: number;
  end: number;
}

/** Numbers that rise from message to message of a topic, across restarts and clock jumps. */
export class SequenceNumbers {
  readonly #records: RecordStore;
  readonly #blocks = new Map<string, Block>();

  constructor(records: RecordStore) {
    this.#records = records;
  }

  /** The next number of a topic. One call at a time for each topic. */
  async next(topic: string): Promise<number> {
    let block = this.#blocks.get(topic);
    if (block === undefined || block.next === block.end) this.#blocks.set(topic, (block = await this.#take(topic)));
    return block.next++;
  }

  async #take(topic: string): Promise<Block> {
    const stored = await this.#records.get(SEQUENCE_KIND, topic);
    const next = typeof stored?.value === "number" ? stored.value : 1;
    const expect = stored === undefined ? "absent" : stored.version;
    await this.#records.write([{ op: "put", kind: SEQUENCE_KIND, key: topic, value: next + BLOCK, expect }]);
    return { next, end: next + BLOCK };
  }
}

/** As messages carry it. */
export function sequenceText(number: number): string {
  return String(FIRST + BigInt(number));
}
