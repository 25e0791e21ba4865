const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OBJECT = 0x7b;
const ARRAY = 0x5b;
/** A closing bracket is two above its opening one. */
const CLOSING = 2;
const SPACE = 0x20;
const WORDS = ["true", "false", "null"].map((word) => Buffer.from(word));
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const UNICODE_ESCAPE = 0x75;

/**
 * Whether bytes that are UTF-8 are JSON (RFC 8259). Unlike parsing this leaves nothing behind, which matters with
 * megabytes: two collections of the whole heap cost more than all the rest of an invocation.
 */
export function isJson(bytes: Uint8Array): boolean {
  return new Scan(bytes).isDocument();
}

class Scan {
  readonly #bytes: Uint8Array;
  /** The same memory, four bytes at once, from its very beginning. */
  readonly #words: Uint32Array;
  #at = 0;
  /** The opening brackets around the place; without recursion, since a payload may nest as deeply as it is long. */
  #levels = new Uint8Array(256);
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#words = new Uint32Array(bytes.buffer, 0, (bytes.byteOffset + bytes.byteLength) >> 2);
  }

  isDocument(): boolean {
    if (!this.#value()) return false;
    while (this.#depth > 0) if (!this.#inside()) return false;
    return this.#peek() === undefined;
  }

  /** The next byte that is no white space. */
  #peek(): number | undefined {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.#at += 1;
    }
  }

  /** After a value within brackets: the closing one, or a comma and the next entry. */
  #inside(): boolean {
    const opening = this.#levels[this.#depth - 1] ?? 0;
    const byte = this.#peek();
    this.#at += 1;
    if (byte === opening + CLOSING) {
      this.#depth -= 1;
      return true;
    }
    return byte === COMMA && this.#entry(opening);
  }

  #entry(opening: number): boolean {
    return (opening === ARRAY || this.#name()) && this.#value();
  }

  #name(): boolean {
    if (this.#peek() !== QUOTE || !this.#string() || this.#peek() !== COLON) return false;
    this.#at += 1;
    return true;
  }

  /** A scalar, or what opens brackets up to their first scalar. */
  #value(): boolean {
    for (;;) {
      const byte = this.#peek();
      if (byte === QUOTE) return this.#string();
      if (byte !== OBJECT && byte !== ARRAY) return this.#number() || this.#word();
      this.#at += 1;
      if (this.#peek() === byte + CLOSING) {
        this.#at += 1;
        return true;
      }
      this.#open(byte);
      if (byte === OBJECT && !this.#name()) return false;
    }
  }

  #open(opening: number): void {
    if (this.#depth === this.#levels.length) {
      const levels = new Uint8Array(this.#depth * 2);
      levels.set(this.#levels);
      this.#levels = levels;
    }
    this.#levels[this.#depth++] = opening;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    const { length } = bytes;
    for (let at = this.#plain(this.#at + 1); at < length; at = this.#plain(at + 1)) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (byte < SPACE) return false;
      if (byte === BACKSLASH) {
        at += this.#escape(at + 1);
        if (at >= length) return false;
      }
    }
    return false;
  }

  /** From where four bytes can be looked at at once: the place of the first four that mean something within a string. */
  #plain(at: number): number {
    const { byteOffset } = this.#bytes;
    const words = this.#words;
    if (((at + byteOffset) & 3) !== 0) return at;
    let word = (at + byteOffset) >> 2;
    while (word < words.length && isPlain(words[word] ?? 0)) word += 1;
    return word * 4 - byteOffset;
  }

  /** The length of an escape after its backslash; more than is left where there is none. */
  #escape(at: number): number {
    const byte = this.#bytes[at] ?? 0;
    if (ESCAPES.has(byte)) return 1;
    if (byte !== UNICODE_ESCAPE) return this.#bytes.length;
    for (let digit = 1; digit <= 4; digit++) if (!isHex(this.#bytes[at + digit])) return this.#bytes.length;
    return 5;
  }

  #number(): boolean {
    const start = this.#at;
    if (this.#bytes[this.#at] === 0x2d) this.#at += 1;
    const isZero = this.#bytes[this.#at] === 0x30;
    if (isZero) this.#at += 1;
    else if (!this.#digits()) {
      this.#at = start;
      return false;
    }
    if (this.#bytes[this.#at] === 0x2e) {
      this.#at += 1;
      if (!this.#digits()) return false;
    }
    return this.#exponent();
  }

  #exponent(): boolean {
    if (((this.#bytes[this.#at] ?? 0) | SPACE) !== 0x65) return true;
    this.#at += 1;
    const sign = this.#bytes[this.#at];
    if (sign === 0x2b || sign === 0x2d) this.#at += 1;
    return this.#digits();
  }

  #digits(): boolean {
    const start = this.#at;
    while (isDigit(this.#bytes[this.#at])) this.#at += 1;
    return this.#at > start;
  }

  #word(): boolean {
    const found = WORDS.find((word) => word.every((byte, n) => this.#bytes[this.#at + n] === byte));
    this.#at += found?.length ?? 0;
    return found !== undefined;
  }
}

/** No quote, backslash or control character among four bytes: each term has the sign of a byte that is zero or too small. */
function isPlain(four: number): boolean {
  const quotes = four ^ 0x22222222;
  const backslashes = four ^ 0x5c5c5c5c;
  const found =
    ((quotes - 0x01010101) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes) | ((four - 0x20202020) & ~four);
  return (found & 0x80808080) === 0;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHex(byte = 0): boolean {
  const lower = byte | SPACE;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}
