import { FilterPatternError } from "./filter-pattern-error.ts";
import type { Token } from "./lexer.ts";

/** A question about a value of type `T`. */
export type Test<T> = (value: T) => boolean;

/** Tokens and how far they were read. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get ended(): boolean {
    return this.#index >= this.#tokens.length;
  }

  /** The next token, which is read with this. Throws `FilterPatternError` at the end. */
  next(): Token {
    const token = this.#tokens[this.#index++];
    if (token === undefined) throw new FilterPatternError();
    return token;
  }

  takeSign(sign: "(" | ")" | "&&" | "||"): boolean {
    const token = this.#tokens[this.#index];
    if (token?.kind !== "sign" || token.sign !== sign) return false;
    this.#index++;
    return true;
  }

  /** Reads the next word if it is this keyword, in any casing. */
  takeKeyword(keyword: string): boolean {
    const token = this.#tokens[this.#index];
    if (token?.kind !== "word" || token.word.toUpperCase() !== keyword) return false;
    this.#index++;
    return true;
  }
}

/**
 * Reads conditions joined by `&&`, `||` and parentheses up to the end; `&&` binds stronger.
 * `readCondition` reads one condition. Throws `FilterPatternError`.
 */
export function readExpression<T>(reader: TokenReader, readCondition: (reader: TokenReader) => Test<T>): Test<T> {
  const either = (): Test<T> => {
    const left = both();
    if (!reader.takeSign("||")) return left;
    const right = either();
    return (value) => left(value) || right(value);
  };
  const both = (): Test<T> => {
    const left = one();
    if (!reader.takeSign("&&")) return left;
    const right = both();
    return (value) => left(value) && right(value);
  };
  const one = (): Test<T> => {
    if (!reader.takeSign("(")) return readCondition(reader);
    const inner = either();
    if (!reader.takeSign(")")) throw new FilterPatternError();
    return inner;
  };
  const expression = either();
  if (!reader.ended) throw new FilterPatternError();
  return expression;
}
