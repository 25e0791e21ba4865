import type { Condition } from "./condition.ts";

/** A wildcard that is not allowed, and the position of the offence in UTF-8 bytes, counted as AWS counts: from 1. */
export class WildcardError extends Error {
  constructor(problem: string, before: string) {
    super(`${problem} at pos ${new TextEncoder().encode(before).length + 1}`);
    this.name = "WildcardError";
  }
}

/**
 * Strings in which each `*` stands for any text; `\*` and `\\` stand for themselves. The pieces between are looked for
 * from left to right once, so a match costs no more than reading the string for each piece. Throws `WildcardError` for
 * two `*` in a row and for any other use of the backslash.
 */
export function matchesWildcard(wildcard: string): Condition {
  const pieces = piecesOf(wildcard);
  const first = pieces[0] ?? "";
  if (pieces.length === 1) return (leaf) => leaf === first;
  const last = pieces.at(-1) ?? "";
  const middle = pieces.slice(1, -1);
  return (leaf) => typeof leaf === "string" && fits(leaf, first, middle, last);
}

function fits(text: string, first: string, middle: readonly string[], last: string): boolean {
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let offset = first.length;
  for (const piece of middle) {
    const found = text.indexOf(piece, offset);
    if (found === -1) return false;
    offset = found + piece.length;
  }
  return offset + last.length <= text.length;
}

function piecesOf(wildcard: string): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  for (let offset = 0; offset < wildcard.length; offset += 1) {
    const character = wildcard.charAt(offset);
    const next = wildcard.charAt(offset + 1);
    if (character === "*") {
      if (next === "*") throw new WildcardError("Consecutive wildcard characters", wildcard.slice(0, offset));
      pieces.push(piece);
      piece = "";
    } else if (character === "\\") {
      if (next !== "*" && next !== "\\") throw new WildcardError("Invalid escape character", wildcard.slice(0, offset));
      piece += next;
      offset += 1;
    } else {
      piece += character;
    }
  }
  return [...pieces, piece];
}
