/** Which of the 128 ASCII characters are meant; `negated` turns it around and then includes everything beyond ASCII. */
export interface CharacterSet {
  readonly ascii: Uint8Array;
  readonly negated: boolean;
}

const DIGITS = "0-9";
const WORD = "A-Za-z0-9_";
const SPACE = " \t\n\r\f\v";

function setOf(spec: string, negated = false): CharacterSet {
  const ascii = new Uint8Array(128);
  for (let index = 0; index < spec.length; index++) {
    const from = spec.charCodeAt(index);
    const isRange = spec.charAt(index + 1) === "-" && index + 2 < spec.length;
    const to = isRange ? spec.charCodeAt(index + 2) : from;
    ascii.fill(1, from, to + 1);
    if (isRange) index += 2;
  }
  return { ascii, negated };
}

/** `\d`, `\w`, `\s` and their opposites. */
export const CLASSES: Readonly<Record<string, CharacterSet>> = {
  d: setOf(DIGITS),
  D: setOf(DIGITS, true),
  w: setOf(WORD),
  W: setOf(WORD, true),
  s: setOf(SPACE),
  S: setOf(SPACE, true),
};
/** Every character but the newline: `.`. */
export const ANY: CharacterSet = setOf("\n", true);

/** The set of one character. */
export function literal(code: number): CharacterSet {
  const ascii = new Uint8Array(128);
  ascii[code] = 1;
  return { ascii, negated: false };
}

/** The only character of a set, or undefined when there are more. */
export function single(set: CharacterSet): number | undefined {
  if (set.negated) return undefined;
  const first = set.ascii.indexOf(1);
  return first === set.ascii.lastIndexOf(1) ? first : undefined;
}

/** Whether a set has the character with this code. */
export function contains(set: CharacterSet, code: number): boolean {
  return code < 128 ? (set.ascii[code] === 1) !== set.negated : set.negated;
}
