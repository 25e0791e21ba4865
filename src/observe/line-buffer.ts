import type { LogTarget } from "./log-target.ts";

/** A line that waits to be stored. */
export interface WaitingLine {
  readonly target: LogTarget;
  readonly timestampMs: number;
  readonly message: string;
  /** Of UTF-8. */
  readonly messageBytes: number;
}

/** Lines of one stream that were given up. */
export interface Loss {
  readonly target: LogTarget;
  readonly records: number;
  readonly bytes: number;
}

/** What a line weighs in memory beside its message. */
const LINE_OVERHEAD_BYTES = 128;
/** Streams whose losses are told one by one; what others lose is only summed up. */
const LOSSES_MAX = 1_000;
/** Below this many taken lines, moving the rest to the front of the array is not worth it. */
const COMPACT_MIN = 1_024;

function weight(line: WaitingLine): number {
  return line.messageBytes + LINE_OVERHEAD_BYTES;
}

/** Holds lines up to a number of bytes; when it is full the oldest make room and are counted. */
export class LineBuffer {
  readonly #bytesMax: number;
  #lines: WaitingLine[] = [];
  /** Index of the oldest line; those before it are gone. */
  #head = 0;
  #waitingBytes = 0;
  #takenBytes = 0;
  #losses = new Map<string, Loss>();
  #lostRecords = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get waiting(): number {
    return this.#lines.length - this.#head;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Lines given up so far. */
  get lostRecords(): number {
    return this.#lostRecords;
  }

  add(line: WaitingLine): void {
    this.#lines.push(line);
    this.#waitingBytes += weight(line);
    this.#makeRoom();
  }

  /** Hands out the oldest lines; they count as held until `release` or `giveBack`. */
  take(recordsMax: number, bytesMax: number): readonly WaitingLine[] {
    const taken: WaitingLine[] = [];
    let bytes = 0;
    for (let line = this.#lines[this.#head]; line !== undefined; line = this.#lines[this.#head + taken.length]) {
      if (taken.length >= recordsMax || (taken.length > 0 && bytes + weight(line) > bytesMax)) break;
      bytes += weight(line);
      taken.push(line);
    }
    this.#skip(taken.length);
    this.#waitingBytes -= bytes;
    this.#takenBytes = bytes;
    return taken;
  }

  /** The lines taken last are stored. */
  release(): void {
    this.#takenBytes = 0;
  }

  /** The lines taken last could not be stored and wait again, before all others. */
  giveBack(lines: readonly WaitingLine[]): void {
    this.#lines = [...lines, ...this.#lines.slice(this.#head)];
    this.#head = 0;
    this.#waitingBytes += this.#takenBytes;
    this.#takenBytes = 0;
    this.#makeRoom();
  }

  takeLosses(): readonly Loss[] {
    const losses = [...this.#losses.values()];
    this.#losses = new Map();
    return losses;
  }

  giveBackLosses(losses: readonly Loss[]): void {
    for (const loss of losses) this.#count(loss.target, loss.records, loss.bytes);
  }

  #makeRoom(): void {
    while (this.#waitingBytes + this.#takenBytes > this.#bytesMax) {
      const oldest = this.#lines[this.#head];
      if (oldest === undefined) return;
      this.#skip(1);
      this.#waitingBytes -= weight(oldest);
      this.#lostRecords++;
      this.#count(oldest.target, 1, oldest.messageBytes);
    }
  }

  #count(target: LogTarget, records: number, bytes: number): void {
    const before = this.#losses.get(target.key);
    if (before === undefined && this.#losses.size >= LOSSES_MAX) return;
    this.#losses.set(target.key, {
      target,
      records: records + (before?.records ?? 0),
      bytes: bytes + (before?.bytes ?? 0),
    });
  }

  #skip(count: number): void {
    this.#head += count;
    if (this.#head < COMPACT_MIN || this.#head * 2 < this.#lines.length) return;
    this.#lines = this.#lines.slice(this.#head);
    this.#head = 0;
  }
}
