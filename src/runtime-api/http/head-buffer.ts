import { HttpError } from "./http-error.ts";
import { HEAD_BYTES_MAX } from "./request-head.ts";

const EMPTY_LINE = Buffer.from("\r\n\r\n");

/** The head of a request, found: its text, and what of the last piece came after it. */
export interface FoundHead {
  readonly text: string;
  readonly rest: Buffer;
}

/**
 * Collects pieces until the empty line that ends a head. A head that arrives whole is not copied; one that trickles in
 * is searched and copied once per byte at most twice over, so that a slow client costs no more than a fast one.
 */
export class HeadBuffer {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Throws `HttpError` 431 when the head is longer than `HEAD_BYTES_MAX`. */
  push(piece: Buffer): FoundHead | undefined {
    if (this.#length === 0) {
      const skipped = blankLines(piece);
      if (skipped > 0) return skipped === piece.length ? undefined : this.push(piece.subarray(skipped));
      const end = piece.indexOf(EMPTY_LINE);
      if (end >= 0) return found(piece, end);
    }
    const from = Math.max(0, this.#length - 3);
    this.#append(piece);
    const end = this.#bytes.subarray(0, this.#length).indexOf(EMPTY_LINE, from);
    if (end < 0) {
      if (this.#length > HEAD_BYTES_MAX) throw tooLong();
      return undefined;
    }
    const result = found(this.#bytes.subarray(0, this.#length), end);
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
    return result;
  }

  #append(piece: Buffer): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2, 1_024));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    piece.copy(this.#bytes, this.#length);
    this.#length = needed;
  }
}

/** Empty lines before a request line are to be ignored (RFC 9112, section 2.2). */
function blankLines(piece: Buffer): number {
  let at = 0;
  while (piece[at] === 0x0d && piece[at + 1] === 0x0a) at += 2;
  return at;
}

function found(bytes: Buffer, end: number): FoundHead {
  if (end > HEAD_BYTES_MAX) throw tooLong();
  return { text: bytes.toString("latin1", 0, end), rest: bytes.subarray(end + EMPTY_LINE.length) };
}

function tooLong(): HttpError {
  return new HttpError(431, `The request line and headers exceed ${HEAD_BYTES_MAX} bytes.`);
}
