import { invalidCharacters } from "./filter-pattern-error.ts";

/** Text between two delimiters, and where the pattern goes on. */
export interface Quoted {
  readonly text: string;
  /** Index of the first character after the closing delimiter. */
  readonly end: number;
}

/**
 * Reads the phrase whose opening quotation mark is at `start`. Inside, `\"` stands for a quotation mark and `\\` for a
 * backslash; a backslash before anything else is itself.
 */
export function readPhrase(pattern: string, start: number): Quoted {
  let text = "";
  for (let index = start + 1; index < pattern.length; index++) {
    const char = pattern.charAt(index);
    if (char === '"') {
      if (text === "") throw invalidCharacters('""');
      return { text, end: index + 1 };
    }
    const next = pattern.charAt(index + 1);
    if (char === "\\" && (next === '"' || next === "\\")) {
      text += next;
      index++;
    } else text += char;
  }
  throw invalidCharacters('"');
}

/** Reads the regular expression whose opening `%` is at `start`. A percent sign inside is written `\x25`. */
export function readRegex(pattern: string, start: number): Quoted {
  const end = pattern.indexOf("%", start + 1);
  if (end <= start + 1) throw invalidCharacters("%");
  return { text: pattern.slice(start + 1, end), end: end + 1 };
}
