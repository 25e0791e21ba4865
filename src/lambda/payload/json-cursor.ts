/** Where in a text: both count from 1, columns in bytes. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong, before the place is added. */
export class JsonFault extends Error {
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.name = "JsonFault";
    this.place = place;
  }
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Reads a payload byte by byte and knows where it is. */
export class JsonCursor {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #line = 1;
  #lineStart = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next byte, or -1 at the end. */
  peek(): number {
    return this.#bytes[this.#offset] ?? -1;
  }

  /** Of the next byte. */
  get place(): Place {
    return { line: this.#line, column: this.#offset - this.#lineStart + 1 };
  }

  advance(): void {
    this.#offset += 1;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.peek();
      if (byte === NEWLINE || byte === RETURN) this.#newLine(byte);
      else if (byte !== 0x20 && byte !== 0x09) return;
      this.advance();
    }
  }

  #newLine(byte: number): void {
    // The two bytes of CR LF are one line end, counted at the second.
    if (byte === RETURN && this.#bytes[this.#offset + 1] === NEWLINE) return;
    this.#line += 1;
    this.#lineStart = this.#offset + 1;
  }

  /**
   * The character at the cursor, decoded, with its length in bytes. Throws `JsonFault` when the bytes are no UTF-8.
   */
  character(): { readonly code: number; readonly bytes: number } {
    const first = this.peek();
    if (first < 0x80) return { code: first, bytes: 1 };
    const bytes =
      first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc0 && first < 0xe0 ? 2 : 0;
    if (bytes === 0) throw this.#utf8("start", first, 1);
    let code = first & (0x7f >> bytes);
    for (let at = 1; at < bytes; at++) {
      const next = this.#bytes[this.#offset + at] ?? 0;
      if ((next & 0xc0) !== 0x80) throw this.#utf8("middle", next, at + 1);
      code = (code << 6) | (next & 0x3f);
    }
    return { code, bytes };
  }

  #utf8(position: "start" | "middle", byte: number, bytes: number): JsonFault {
    const { line, column } = this.place;
    return new JsonFault(`Invalid UTF-8 ${position} byte 0x${byte.toString(16)}`, { line, column: column + bytes });
  }
}
