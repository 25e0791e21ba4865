import { contains } from "./character-set.ts";
import { parseRegex } from "./regex-parser.ts";
import type { Alternative } from "./regex-parser.ts";

const NEWLINE = 10;

/** Whether some part of the text matches. */
export type TextTest = (text: string) => boolean;

/** Adds a place and those reachable from it without a character. */
function enter(places: Uint8Array, alternative: Alternative, place: number): void {
  for (let next = place; next <= alternative.steps.length && places[next] !== 1; next++) {
    places[next] = 1;
    if (alternative.steps[next]?.skippable !== true) return;
  }
}

function advance(alternative: Alternative, before: Uint8Array, after: Uint8Array, code: number): boolean {
  after.fill(0);
  let alive = false;
  for (let place = 0; place < alternative.steps.length; place++) {
    const step = alternative.steps[place];
    if (step === undefined || before[place] !== 1 || !contains(step.set, code)) continue;
    alive = true;
    enter(after, alternative, place + 1);
    if (step.repeating) after[place] = 1;
  }
  return alive;
}

/** As Java has it, `$` is also the place before a final newline. */
function isEnd(text: string, index: number): boolean {
  return index >= text.length || (index === text.length - 1 && text.charCodeAt(index) === NEWLINE);
}

function occurs(alternative: Alternative, text: string): boolean {
  const end = alternative.steps.length;
  let before = new Uint8Array(end + 1);
  let after = new Uint8Array(end + 1);
  for (let index = 0; index <= text.length; index++) {
    if (index === 0 || !alternative.anchoredStart) enter(before, alternative, 0);
    if (before[end] === 1 && (!alternative.anchoredEnd || isEnd(text, index))) return true;
    if (index === text.length) return false;
    const alive = advance(alternative, before, after, text.charCodeAt(index));
    if (!alive && alternative.anchoredStart) return false;
    [before, after] = [after, before];
  }
  return false;
}

/**
 * Compiles `%...%`. The set of possible places is carried along instead of backtracking, so that no pattern, however
 * malicious, takes longer than its size times the size of the text. Throws `FilterPatternError`.
 */
export function compileRegex(source: string): TextTest {
  const alternatives = parseRegex(source);
  return (text) => alternatives.some((alternative) => occurs(alternative, text));
}
