import { EventPatternError } from "./event-pattern-error.ts";
import { isBlank, readNumber, readString, readWord } from "./pattern-scalars.ts";
import { sourceLocation } from "./source-location.ts";

export type TokenKind = "{" | "}" | "[" | "]" | "name" | "string" | "number" | "true" | "false" | "null" | "end";

/** One token of a pattern. `text` is decoded for names and strings, and as written for everything else. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

interface Container {
  readonly kind: "{" | "[";
  readonly start: number;
  entries: number;
}

const END: Token = { kind: "end", text: "" };

/**
 * JSON text, token by token. EventBridge says where in the text a pattern is wrong, and its place is that of a reader
 * which looks one token ahead after a name and reads a string's content late; this one stands in the same places.
 * What follows the first value is not looked at, as there. Throws `EventPatternError`.
 */
export class PatternTokens {
  readonly #text: string;
  readonly #containers: Container[] = [];
  #offset = 0;
  #place = 0;
  #ahead: Token | undefined;
  #current: Token = END;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token; `end` after the last. */
  next(): Token {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    this.#current = ahead ?? this.#read();
    return this.#current;
  }

  /** The text of the current token; from now on the reader stands behind it. */
  text(): string {
    if (this.#current.kind === "string") this.#place = this.#offset;
    return this.#current.text;
  }

  fail(reason: string): never {
    throw new EventPatternError(`${reason}\n at ${sourceLocation(this.#text, this.#place)}`);
  }

  #failAt(reason: string, offset: number): never {
    this.#place = offset;
    this.fail(reason);
  }

  #read(): Token {
    const container = this.#containers.at(-1);
    if (this.#offset > 0 && container === undefined) return END;
    this.#skipBlanks();
    if (this.#offset >= this.#text.length) return this.#endOfInput(container);
    if (container === undefined) return this.#value();
    const character = this.#text.charAt(this.#offset);
    if (character === (container.kind === "{" ? "}" : "]")) return this.#close(character);
    this.#separator(container, character);
    return container.kind === "{" ? this.#name() : this.#value();
  }

  #endOfInput(container: Container | undefined): Token {
    this.#place = this.#text.length;
    if (container === undefined) return END;
    const kind = container.kind === "{" ? "Object" : "Array";
    return this.fail(
      `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${sourceLocation(this.#text, container.start)})`,
    );
  }

  #close(character: "}" | "]"): Token {
    this.#containers.pop();
    return this.#token(character, character, this.#offset + 1);
  }

  #separator(container: Container, character: string): void {
    if (container.entries++ === 0) return;
    const kind = container.kind === "{" ? "Object" : "Array";
    if (character !== ",") this.#unexpected(`was expecting comma to separate ${kind} entries`);
    this.#offset += 1;
    this.#skipBlanks();
  }

  #name(): Token {
    if (this.#text.charAt(this.#offset) !== '"') this.#unexpected("was expecting double-quote to start field name");
    const { text, end } = this.#string();
    this.#offset = end;
    this.#skipBlanks();
    if (this.#text.charAt(this.#offset) !== ":")
      this.#unexpected("was expecting a colon to separate field name and value");
    this.#offset += 1;
    this.#skipBlanks();
    if (this.#text.charAt(this.#offset) === "}") this.#unexpected("expected a value");
    this.#ahead = this.#value();
    return { kind: "name", text };
  }

  #value(): Token {
    const character = this.#text.charAt(this.#offset);
    if (character === "{" || character === "[") {
      this.#containers.push({ kind: character, start: this.#offset, entries: 0 });
      return this.#token(character, character, this.#offset + 1);
    }
    if (character === '"') {
      const start = this.#offset;
      const { text, end } = this.#string();
      const token = this.#token("string", text, end);
      this.#place = start + 1;
      return token;
    }
    if (character === "-" || (character >= "0" && character <= "9")) return this.#number();
    return this.#word();
  }

  #string(): { readonly text: string; readonly end: number } {
    const read = readString(this.#text, this.#offset);
    if ("problem" in read) return this.#failAt(read.problem, read.at);
    return read;
  }

  #number(): Token {
    const read = readNumber(this.#text, this.#offset);
    if ("problem" in read) return this.#failAt(read.problem, read.at);
    return this.#token("number", read.text, read.end);
  }

  #word(): Token {
    const word = readWord(this.#text, this.#offset);
    if (word === "true" || word === "false" || word === "null")
      return this.#token(word, word, this.#offset + word.length);
    if (word === "")
      this.#unexpected(
        "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      );
    return this.#failAt(
      `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
      this.#offset + word.length,
    );
  }

  #unexpected(expectation: string): never {
    if (this.#offset >= this.#text.length)
      this.#failAt(`Unexpected end-of-input within/between ${this.#inside()} entries`, this.#text.length);
    const character = this.#text.charAt(this.#offset);
    const code = character.charCodeAt(0);
    this.#failAt(`Unexpected character ('${character}' (code ${code})): ${expectation}`, this.#offset);
  }

  #inside(): string {
    return this.#containers.at(-1)?.kind === "[" ? "Array" : "Object";
  }

  #token(kind: TokenKind, text: string, end: number): Token {
    this.#offset = end;
    this.#place = end;
    return { kind, text };
  }

  #skipBlanks(): void {
    while (this.#offset < this.#text.length && isBlank(this.#text.charAt(this.#offset))) this.#offset += 1;
  }
}
