import { NO_TRAILERS } from "./exchange.ts";
import { addHeaderLines } from "./header-lines.ts";
import { HttpError } from "./http-error.ts";
import type { Framing } from "./request-head.ts";

/** Undoes the framing of a body, piece by piece. Throws `HttpError` when the framing is broken. */
export interface BodyDecoder {
  readonly done: boolean;
  readonly trailers: ReadonlyMap<string, string>;
  /** Takes what belongs to the body, hands its content to `sink`, and returns how many bytes it took. */
  push(piece: Buffer, sink: (content: Buffer) => void): number;
}

export function bodyDecoder(framing: Framing): BodyDecoder {
  return framing.kind === "chunked" ? new ChunkedDecoder() : new LengthDecoder(framing.bytes);
}

class LengthDecoder implements BodyDecoder {
  readonly trailers: ReadonlyMap<string, string> = NO_TRAILERS;
  #remaining: number;

  constructor(bytes: number) {
    this.#remaining = bytes;
  }

  get done(): boolean {
    return this.#remaining === 0;
  }

  push(piece: Buffer, sink: (content: Buffer) => void): number {
    const taken = Math.min(this.#remaining, piece.length);
    if (taken > 0) sink(taken === piece.length ? piece : piece.subarray(0, taken));
    this.#remaining -= taken;
    return taken;
  }
}

/** Longest chunk-size line with its extensions, and longest trailer section. */
const LINE_BYTES_MAX = 4_096;
const TRAILER_BYTES_MAX = 131_072;
const CHUNK_SIZE = /^([0-9A-Fa-f]{1,8})[\t ]*(;.*)?$/;

type ChunkedState = "size" | "content" | "content-end" | "trailer" | "done";

/** RFC 9112, section 7.1. */
class ChunkedDecoder implements BodyDecoder {
  readonly #trailers = new Map<string, string>();
  #state: ChunkedState = "size";
  #remaining = 0;
  #line = "";
  #trailerBytes = 0;

  get done(): boolean {
    return this.#state === "done";
  }

  get trailers(): ReadonlyMap<string, string> {
    return this.#trailers;
  }

  push(piece: Buffer, sink: (content: Buffer) => void): number {
    let at = 0;
    while (at < piece.length && this.#state !== "done")
      at +=
        this.#state === "content" ? this.#takeContent(piece.subarray(at), sink) : this.#takeLine(piece.subarray(at));
    return at;
  }

  #takeContent(piece: Buffer, sink: (content: Buffer) => void): number {
    const taken = Math.min(this.#remaining, piece.length);
    sink(piece.subarray(0, taken));
    this.#remaining -= taken;
    if (this.#remaining === 0) this.#state = "content-end";
    return taken;
  }

  #takeLine(piece: Buffer): number {
    const end = piece.indexOf(0x0a);
    const taken = end < 0 ? piece.length : end + 1;
    this.#line += piece.toString("latin1", 0, taken);
    const max = this.#state === "trailer" ? TRAILER_BYTES_MAX : LINE_BYTES_MAX;
    if (this.#line.length > max) throw new HttpError(400, "A line of the chunked body is too long.");
    if (this.#state === "content-end" && !"\r\n".startsWith(this.#line))
      throw new HttpError(400, "A chunk is longer than it claims.");
    if (end < 0) return taken;
    if (!this.#line.endsWith("\r\n")) throw new HttpError(400, "A line of the chunked body does not end with CRLF.");
    const line = this.#line.slice(0, -2);
    this.#line = "";
    this.#endLine(line);
    return taken;
  }

  #endLine(line: string): void {
    if (this.#state === "content-end") {
      this.#state = "size";
    } else if (this.#state === "size") {
      const size = CHUNK_SIZE.exec(line)?.[1];
      if (size === undefined) throw new HttpError(400, "A chunk has no valid size.");
      this.#remaining = Number.parseInt(size, 16);
      this.#state = this.#remaining === 0 ? "trailer" : "content";
    } else if (line === "") {
      this.#state = "done";
    } else {
      this.#trailerBytes += line.length;
      if (this.#trailerBytes > TRAILER_BYTES_MAX) throw new HttpError(400, "The trailers are too long.");
      addHeaderLines([line], this.#trailers);
    }
  }
}
