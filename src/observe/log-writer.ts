import type { Clock, Timer } from "../base/index.ts";
import type { LogBatch, LogStore, NewLogEvent } from "../store/index.ts";
import { droppedLine } from "./dropped-line.ts";
import { LineBuffer } from "./line-buffer.ts";
import type { Loss, WaitingLine } from "./line-buffer.ts";
import type { LogTarget } from "./log-target.ts";

/** Told to `onFailure` when lines were given up; streams that are stored again have a line that says so, too. */
export class LogLinesLost extends Error {
  readonly records: number;

  constructor(records: number) {
    super(
      `${records} log lines were lost because the log store could not take them in time; ` +
        "see whether the disk of the data folder is full or slow",
    );
    this.name = "LogLinesLost";
    this.records = records;
  }
}

export interface LogWriterOptions {
  readonly logs: Pick<LogStore, "append">;
  readonly clock: Clock;
  /** Told once per outage of the store, and when lines were lost. */
  readonly onFailure: (error: unknown) => void;
  /** Most bytes of lines to hold; the oldest are given up beyond it. */
  readonly heldBytesMax?: number;
}

const HELD_BYTES_MAX = 32 * 1_048_576;
/** Lines wait at most this long for others before they are stored together. */
const GATHER_MS = 100;
/** One transaction of the store. */
const BATCH_RECORDS_MAX = 5_000;
const BATCH_BYTES_MAX = 4 * 1_048_576;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;

/** Stores lines in batches, one at a time, without ever making the producer wait. */
export class LogWriter {
  readonly #logs: Pick<LogStore, "append">;
  readonly #clock: Clock;
  readonly #onFailure: (error: unknown) => void;
  readonly #buffer: LineBuffer;
  #timer: Timer | undefined;
  #writing: Promise<boolean> | undefined;
  /** Delay before the next attempt; zero while the store works. */
  #retryMs = 0;
  #lossesReported = 0;
  #stopped = false;

  constructor({ logs, clock, onFailure, heldBytesMax }: LogWriterOptions) {
    this.#logs = logs;
    this.#clock = clock;
    this.#onFailure = onFailure;
    this.#buffer = new LineBuffer(heldBytesMax ?? HELD_BYTES_MAX);
  }

  add(line: WaitingLine): void {
    this.#buffer.add(line);
    this.#schedule();
  }

  /** Stores what waits, trying once; what cannot be stored is reported as lost. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#writing;
    while (this.#buffer.waiting > 0) if (!(await this.#write())) break;
    this.#reportLosses(this.#buffer.waiting);
  }

  #schedule(): void {
    if (this.#stopped || this.#writing !== undefined || this.#buffer.waiting === 0) return;
    const isBatchFull = this.#buffer.waitingBytes >= BATCH_BYTES_MAX || this.#buffer.waiting >= BATCH_RECORDS_MAX;
    if (isBatchFull && this.#retryMs === 0) {
      this.#begin();
      return;
    }
    this.#timer ??= this.#clock.after(Math.max(GATHER_MS, this.#retryMs), () => this.#begin());
  }

  #begin(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
      this.#schedule();
    });
  }

  /** Stores one batch; false when the store refused it. Never rejects. */
  async #write(): Promise<boolean> {
    const lines = this.#buffer.take(BATCH_RECORDS_MAX, BATCH_BYTES_MAX);
    const losses = this.#buffer.takeLosses();
    const nowMs = this.#clock.nowMs();
    try {
      await this.#logs.append(batchesOf(lines, losses, nowMs), nowMs);
    } catch (error) {
      this.#buffer.giveBack(lines);
      this.#buffer.giveBackLosses(losses);
      if (this.#retryMs === 0) this.#onFailure(error);
      this.#retryMs = Math.min(RETRY_MS_MAX, Math.max(RETRY_MS_MIN, this.#retryMs * 2));
      return false;
    }
    this.#buffer.release();
    this.#retryMs = 0;
    this.#reportLosses(0);
    return true;
  }

  /** Reports what was given up since the last report, and `abandoned` lines more. */
  #reportLosses(abandoned: number): void {
    const lost = this.#buffer.lostRecords - this.#lossesReported;
    this.#lossesReported += lost;
    if (lost + abandoned > 0) this.#onFailure(new LogLinesLost(lost + abandoned));
  }
}

/** One batch per stream, each in the order of its lines; losses are told before what was kept. */
function batchesOf(lines: readonly WaitingLine[], losses: readonly Loss[], nowMs: number): readonly LogBatch[] {
  const batches = new Map<string, { target: LogTarget; events: NewLogEvent[] }>();
  const eventsOf = (target: LogTarget): NewLogEvent[] => {
    const batch = batches.get(target.key) ?? { target, events: [] };
    batches.set(target.key, batch);
    return batch.events;
  };
  for (const loss of losses) eventsOf(loss.target).push({ timestampMs: nowMs, message: droppedLine(loss, nowMs) });
  for (const { target, timestampMs, message } of lines) eventsOf(target).push({ timestampMs, message });
  return Array.from(batches.values(), ({ target, events }) => ({
    scope: target.scope,
    group: target.group,
    stream: target.stream,
    events,
  }));
}
