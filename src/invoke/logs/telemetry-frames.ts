import { RECORD_BYTES_MAX } from "./line-splitter.ts";

/** One log record that a runtime wrote as a frame. */
export interface TelemetryRecord {
  readonly timeMs: number;
  readonly message: string;
}

const HEADER_BYTES = 16;
/** Without a time, as older clients of .NET and Python write. */
const UNTIMED_HEADER_BYTES = 8;
/** Leaves out the bits of the level, which the message repeats where it matters. */
const MAGIC_MASK = 0xffffffe3;
const TEXT = 0xa55a0003;
const JSON_RECORD = 0xa55a0002;
const UNTIMED = 0xa55a0001;

/**
 * Reads the frames that runtime clients write to file descriptor 62: u32 type and level, i32 length, i64 time in
 * microseconds, all big-endian, then the message; one older type has no time. Bytes that are no frame make the rest of the stream meaningless: they
 * are handed to `onGarbage` as they are, and so is everything after them.
 */
export class TelemetryFrames {
  readonly #onRecord: (record: TelemetryRecord) => void;
  readonly #onGarbage: (bytes: Buffer) => void;
  readonly #nowMs: () => number;
  #rest: Buffer = Buffer.alloc(0);
  #isGarbage = false;

  /** `nowMs` is the time of records that come without one. */
  constructor(onRecord: (record: TelemetryRecord) => void, onGarbage: (bytes: Buffer) => void, nowMs: () => number) {
    this.#onRecord = onRecord;
    this.#onGarbage = onGarbage;
    this.#nowMs = nowMs;
  }

  push(piece: Buffer): void {
    if (this.#isGarbage) return this.#onGarbage(piece);
    let bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    this.#rest = Buffer.alloc(0);
    while (bytes.length >= UNTIMED_HEADER_BYTES) {
      const frame = frameSize(bytes);
      if (frame === undefined) {
        this.#isGarbage = true;
        return this.#onGarbage(bytes);
      }
      const { headerBytes, frameBytes } = frame;
      if (bytes.length < frameBytes) break;
      this.#onRecord({
        timeMs: headerBytes === HEADER_BYTES ? Number(bytes.readBigInt64BE(8) / 1_000n) : this.#nowMs(),
        message: bytes.toString("utf8", headerBytes, frameBytes).replace(/\n$/, ""),
      });
      bytes = bytes.subarray(frameBytes);
    }
    this.#rest = bytes;
  }

  /** The stream ended: an unfinished frame is handed over as it is, rather than lost. */
  end(): void {
    if (this.#rest.length > 0) this.#onGarbage(this.#rest);
    this.#rest = Buffer.alloc(0);
  }
}

/** The largest frame that is believed; a record may be longer than one log event, but not without bound. */
const FRAME_BYTES_MAX = 16 * RECORD_BYTES_MAX;

function frameSize(bytes: Buffer): { readonly headerBytes: number; readonly frameBytes: number } | undefined {
  const type = (bytes.readUInt32BE(0) & MAGIC_MASK) >>> 0;
  const length = bytes.readInt32BE(4);
  if (![TEXT, JSON_RECORD, UNTIMED].includes(type) || length < 0 || length > FRAME_BYTES_MAX) return undefined;
  const headerBytes = type === UNTIMED ? UNTIMED_HEADER_BYTES : HEADER_BYTES;
  return { headerBytes, frameBytes: headerBytes + length };
}
