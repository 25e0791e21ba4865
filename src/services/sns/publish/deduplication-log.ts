import { createHash } from "node:crypto";
import type { Clock } from "../../../base/index.ts";
import { everyRecord, type RecordStore } from "../../../store/index.ts";

const DEDUPLICATION_KIND = "sns-deduplication";
/** Amazon SNS developer guide, "Message deduplication for FIFO topics". */
const INTERVAL_MS = 5 * 60 * 1000;
const PAGE = 500;

/** What was answered for a message, and until when it is remembered. */
type Note = {
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly untilMs: number;
};

/** Remembers the messages of FIFO topics for five minutes, across restarts. */
export class DeduplicationLog {
  readonly #records: RecordStore;
  readonly #clock: Clock;
  /** The end of each key's time, oldest first. */
  readonly #noted = new Map<string, number>();
  /** Topics of which what a former server noted was looked through. */
  readonly #swept = new Set<string>();

  constructor(records: RecordStore, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  async find(topic: string, identity: string): Promise<Note | undefined> {
    const stored = await this.#records.get(DEDUPLICATION_KIND, keyOf(topic, identity));
    const note: unknown = stored?.value;
    return isNote(note) && note.untilMs > this.#clock.nowMs() ? note : undefined;
  }

  /** Notes messages, and forgets in the same commit some whose time is over. */
  async note(topic: string, messages: ReadonlyMap<string, Omit<Note, "untilMs">>): Promise<void> {
    if (!this.#swept.has(topic)) await this.#takeUp(topic);
    const untilMs = this.#clock.nowMs() + INTERVAL_MS;
    const notes = [...messages].map(([identity, note]) => ({
      key: keyOf(topic, identity),
      value: { ...note, untilMs },
    }));
    for (const { key } of notes) this.#noted.delete(key);
    const over = this.#takeOver(2 * notes.length + 10);
    await this.#records.write([
      ...notes.map(({ key, value }) => ({ op: "put", kind: DEDUPLICATION_KIND, key, value }) as const),
      ...over.map((key) => ({ op: "delete", kind: DEDUPLICATION_KIND, key }) as const),
    ]);
    for (const { key } of notes) this.#noted.set(key, untilMs);
  }

  /** Forgets all of a topic. */
  async forget(topic: string): Promise<void> {
    for (;;) {
      const found = await this.#records.list(DEDUPLICATION_KIND, { prefix: `${topic}/`, limit: PAGE });
      if (found.length === 0) return;
      await this.#records.write(found.map(({ key }) => ({ op: "delete", kind: DEDUPLICATION_KIND, key })));
    }
  }

  async #takeUp(topic: string): Promise<void> {
    this.#swept.add(topic);
    const found: [key: string, untilMs: number][] = [];
    for await (const { key, value } of everyRecord(this.#records, DEDUPLICATION_KIND, `${topic}/`))
      found.push([key, isNote(value) ? value.untilMs : 0]);
    for (const [key, untilMs] of found.toSorted(([, one], [, other]) => one - other)) this.#noted.set(key, untilMs);
  }

  /** Takes at most `count` keys from those whose time is over. */
  #takeOver(count: number): string[] {
    const nowMs = this.#clock.nowMs();
    const over: string[] = [];
    for (const [key, untilMs] of this.#noted) {
      if (untilMs > nowMs || over.length === count) break;
      over.push(key);
    }
    for (const key of over) this.#noted.delete(key);
    return over;
  }
}

function keyOf(topic: string, identity: string): string {
  return `${topic}/${createHash("sha256").update(identity).digest("hex")}`;
}

function isNote(value: unknown): value is Note {
  return typeof value === "object" && value !== null && "untilMs" in value && "messageId" in value;
}
