/** A scalar as written or decoded, with where it ends; or what is wrong with it, and where. */
export type Read = { readonly text: string; readonly end: number } | { readonly problem: string; readonly at: number };

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}\p{N}_$]+/uy;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

export function isBlank(character: string): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

/** The word that begins at `start`, which may be no word of JSON; empty when none begins there. */
export function readWord(text: string, start: number): string {
  WORD.lastIndex = start;
  return WORD.exec(text)?.[0] ?? "";
}

export function readNumber(text: string, start: number): Read {
  NUMBER.lastIndex = start;
  const literal = NUMBER.exec(text)?.[0];
  if (literal === undefined)
    return { problem: "Invalid numeric value: '-' must be followed by a digit", at: start + 1 };
  if (/^-?0\d/.test(literal))
    return { problem: "Invalid numeric value: Leading zeroes not allowed", at: start + literal.indexOf("0") + 1 };
  return { text: literal, end: start + literal.length };
}

/** The string whose opening quote is at `start`. */
export function readString(text: string, start: number): Read {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '"') return { text: decoded(text.slice(start, offset + 1)), end: offset + 1 };
    if (character < " ") return controlCharacter(character, offset);
    if (character !== "\\") continue;
    ESCAPE.lastIndex = offset + 1;
    const escape = ESCAPE.exec(text)?.[0];
    if (escape === undefined) return badEscape(text, offset + 1);
    offset += escape.length;
  }
  return { problem: "Unexpected end-of-input: was expecting closing quote for a string value", at: text.length };
}

function decoded(literal: string): string {
  return String(JSON.parse(literal));
}

function controlCharacter(character: string, offset: number): Read {
  const code = character.charCodeAt(0);
  return {
    problem: `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped using backslash to be included in string value`,
    at: offset + 1,
  };
}

function badEscape(text: string, offset: number): Read {
  const character = text.charAt(offset);
  if (character === "") return { problem: "Unexpected end-of-input in character escape sequence", at: offset };
  return {
    problem: `Unrecognized character escape '${character}' (code ${character.charCodeAt(0)})`,
    at: offset,
  };
}
