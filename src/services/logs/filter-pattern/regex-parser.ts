import { ANY, CLASSES, contains, literal, single } from "./character-set.ts";
import type { CharacterSet } from "./character-set.ts";
import { FilterPatternError, invalidCharacters } from "./filter-pattern-error.ts";

/** One character of a match. `skippable` need not occur, `repeating` may occur again. */
export interface Step {
  readonly set: CharacterSet;
  readonly skippable: boolean;
  readonly repeating: boolean;
}

/** One side of a `|`. */
export interface Alternative {
  readonly steps: readonly Step[];
  readonly anchoredStart: boolean;
  readonly anchoredEnd: boolean;
}

/** Steps after repetitions were written out; bounds the work of a match to this times the length of the message. */
const STEPS_MAX = 512;
const ALLOWED = /^[A-Za-z0-9 :_#=@/;,\-^$?[\]{}|\\*+.]*$/;

/** Parser of the subset of regular expressions that CloudWatch Logs has: no groups, hence nothing nested. */
class RegexParser {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): readonly Alternative[] {
    const alternatives = [this.#alternative()];
    while (this.#take("|")) alternatives.push(this.#alternative());
    const steps = alternatives.reduce((sum, alternative) => sum + alternative.steps.length, 0);
    if (steps > STEPS_MAX) throw new FilterPatternError("the regular expression is too large");
    return alternatives;
  }

  #alternative(): Alternative {
    const anchoredStart = this.#take("^");
    const steps: Step[] = [];
    while (this.#index < this.#text.length && !"|$".includes(this.#peek())) {
      const set = this.#atom();
      steps.push(...this.#repeat(set));
      if (steps.length > STEPS_MAX) throw new FilterPatternError("the regular expression is too large");
    }
    const anchoredEnd = this.#take("$");
    if (this.#index < this.#text.length && this.#peek() !== "|") throw this.#refuse();
    if (steps.length === 0 && !anchoredStart && !anchoredEnd) throw this.#refuse();
    return { steps, anchoredStart, anchoredEnd };
  }

  #atom(): CharacterSet {
    const char = this.#next();
    if (char === ".") return ANY;
    if (char === "[") return this.#characterClass();
    if (char === "\\") return this.#escape();
    if ("*+?{}]^".includes(char)) throw this.#refuse();
    return literal(char.charCodeAt(0));
  }

  #escape(): CharacterSet {
    const char = this.#next();
    if (char === "") throw this.#refuse();
    const named = CLASSES[char];
    if (named !== undefined) return named;
    if (char !== "x") return literal(char.charCodeAt(0));
    const hex = this.#next() + this.#next();
    const code = Number.parseInt(hex, 16);
    if (!/^[0-7][0-9A-Fa-f]$/.test(hex)) throw this.#refuse();
    return literal(code);
  }

  #characterClass(): CharacterSet {
    const negated = this.#take("^");
    const ascii = new Uint8Array(128);
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      if (this.#index >= this.#text.length) throw this.#refuse();
      const set = this.#classMember();
      const from = single(set);
      if (from !== undefined && this.#peek() === "-" && this.#text.charAt(this.#index + 1) !== "]") {
        this.#index++;
        const to = single(this.#classMember());
        if (to === undefined || to < from) throw this.#refuse();
        ascii.fill(1, from, to + 1);
      } else for (let code = 0; code < 128; code++) if (contains(set, code)) ascii[code] = 1;
    }
    this.#index++;
    return { ascii, negated };
  }

  #classMember(): CharacterSet {
    const char = this.#next();
    return char === "\\" ? this.#escape() : literal(char.charCodeAt(0));
  }

  #repeat(set: CharacterSet): Step[] {
    const once: Step = { set, skippable: false, repeating: false };
    if (this.#take("*")) return [{ set, skippable: true, repeating: true }];
    if (this.#take("+")) return [{ set, skippable: false, repeating: true }];
    if (this.#take("?")) return [{ set, skippable: true, repeating: false }];
    if (!this.#take("{")) return [once];
    const end = this.#text.indexOf("}", this.#index);
    const bounds = /^(\d{1,4})(,(\d{0,4}))?$/.exec(end < 0 ? "" : this.#text.slice(this.#index, end));
    if (bounds === null) throw this.#refuse();
    this.#index = end + 1;
    const least = Number(bounds[1]);
    const most = bounds[2] === undefined ? least : bounds[3] === "" ? undefined : Number(bounds[3]);
    if (least > STEPS_MAX || (most !== undefined && (most < least || most > STEPS_MAX))) throw this.#refuse();
    const steps = Array.from({ length: least }, () => once);
    if (most === undefined) return [...steps, { set, skippable: true, repeating: true }];
    return [...steps, ...Array.from({ length: most - least }, () => ({ set, skippable: true, repeating: false }))];
  }

  #peek(): string {
    return this.#text.charAt(this.#index);
  }

  #next(): string {
    return this.#text.charAt(this.#index++);
  }

  #take(char: string): boolean {
    if (this.#peek() !== char || char === "") return false;
    this.#index++;
    return true;
  }

  #refuse(): FilterPatternError {
    return invalidCharacters(`%${this.#text}%`);
  }
}

/**
 * Parses what stands between the percent signs of `%...%`.
 * "Supported regular expressions" in the CloudWatch Logs user guide. Throws `FilterPatternError`.
 */
export function parseRegex(text: string): readonly Alternative[] {
  if (!ALLOWED.test(text)) throw invalidCharacters(`%${text}%`);
  return new RegexParser(text).parse();
}
