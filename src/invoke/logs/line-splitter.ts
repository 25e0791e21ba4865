/** Longest log record; longer lines become several (CloudWatch Logs: 256 KB per event). */
export const RECORD_BYTES_MAX = 262_144;

const NEWLINE = 0x0a;

/**
 * Cuts a byte stream into lines of text. Bytes of one character that arrive in different pieces stay together, and a
 * line that is too long is cut between characters.
 */
export class LineSplitter {
  readonly #emit: (line: string) => void;
  readonly #bytesMax: number;
  #rest: Buffer | undefined;

  constructor(emit: (line: string) => void, bytesMax: number = RECORD_BYTES_MAX) {
    this.#emit = emit;
    this.#bytesMax = bytesMax;
  }

  push(piece: Buffer): void {
    let at = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, at)) {
      this.#line(this.#withRest(piece.subarray(at, end)));
      at = end + 1;
    }
    if (at === piece.length) return;
    this.#keep(this.#withRest(piece.subarray(at)));
  }

  /** Emits an unfinished line, except for the bytes of an unfinished character, which wait for the rest of it. */
  flush(): void {
    const rest = this.#rest;
    if (rest === undefined) return;
    const whole = wholeCharacters(rest, rest.length);
    this.#rest = whole < rest.length ? rest.subarray(whole) : undefined;
    if (whole > 0) this.#line(rest.subarray(0, whole));
  }

  /** Nothing more will come: emits whatever is left. */
  end(): void {
    this.flush();
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined) this.#line(rest);
  }

  #withRest(piece: Buffer): Buffer {
    const rest = this.#rest;
    this.#rest = undefined;
    return rest === undefined ? piece : Buffer.concat([rest, piece]);
  }

  #line(bytes: Buffer): void {
    let left = bytes;
    while (left.length > this.#bytesMax) {
      const cut = wholeCharacters(left, this.#bytesMax);
      this.#emit(left.toString("utf8", 0, cut));
      left = left.subarray(cut);
    }
    this.#emit(left.toString("utf8"));
  }

  #keep(bytes: Buffer): void {
    let left = bytes;
    while (left.length > this.#bytesMax) {
      const cut = wholeCharacters(left, this.#bytesMax);
      this.#emit(left.toString("utf8", 0, cut));
      left = left.subarray(cut);
    }
    // A copy, so that a few bytes do not keep a whole piece of the stream in memory.
    this.#rest = Buffer.from(left);
  }
}

/** The largest length up to `limit` at which no UTF-8 sequence is cut. Bytes that are not UTF-8 are cut anywhere. */
function wholeCharacters(bytes: Buffer, limit: number): number {
  for (let back = 1; back <= 3 && back <= limit; back++) {
    const byte = bytes[limit - back] ?? 0;
    if (byte < 0x80) return limit;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? limit - back : limit;
  }
  return limit;
}
