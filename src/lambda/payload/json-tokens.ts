import { type JsonCursor, JsonFault } from "./json-cursor.ts";

/** `Unexpected character ('x' (code 120)): why`, at the place of that character. */
export function unexpectedCharacter(cursor: JsonCursor, why: string, separator = ": "): JsonFault {
  return new JsonFault(`Unexpected character (${describe(cursor.character().code)})${separator}${why}`, cursor.place);
}

function describe(code: number): string {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `(CTRL-CHAR, code ${code})`;
  const hex = code > 255 ? ` / 0x${code.toString(16)}` : "";
  return `'${String.fromCodePoint(code)}' (code ${code}${hex})`;
}

/** Reads a string from its opening to its closing quote. Throws `JsonFault`. */
export function readString(cursor: JsonCursor, role: "name" | "value"): void {
  cursor.advance();
  for (;;) {
    const byte = cursor.peek();
    if (byte === -1) {
      const where = role === "name" ? "in field name" : "in VALUE_STRING";
      throw new JsonFault(`Unexpected end-of-input ${where}`, cursor.place);
    }
    if (byte < 0x20) throw unescapedControl(cursor, role);
    if (byte === 0x5c) {
      cursor.advance();
      readEscape(cursor);
      continue;
    }
    const { bytes } = cursor.character();
    for (let n = 0; n < bytes; n++) cursor.advance();
    if (byte === 0x22) return;
  }
}

function unescapedControl(cursor: JsonCursor, role: "name" | "value"): JsonFault {
  const { line, column } = cursor.place;
  return new JsonFault(
    `Illegal unquoted character (${describe(cursor.peek())}): has to be escaped using backslash to be included in ${role === "name" ? "name" : "string value"}`,
    { line, column: column + 1 },
  );
}

const ESCAPES: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'));

function readEscape(cursor: JsonCursor): void {
  const byte = cursor.peek();
  if (byte === -1) throw new JsonFault("Unexpected end-of-input in character escape sequence", cursor.place);
  if (byte !== 0x75) {
    if (!ESCAPES.has(byte)) {
      const message = `Unrecognized character escape ${describe(cursor.character().code)}`;
      throw new JsonFault(message, { line: cursor.place.line, column: cursor.place.column + 1 });
    }
    return cursor.advance();
  }
  cursor.advance();
  for (let digits = 0; digits < 4; digits++) {
    if (cursor.peek() === -1) throw new JsonFault("Unexpected end-of-input in character escape sequence", cursor.place);
    if (!isHexDigit(cursor.peek()))
      throw unexpectedCharacter(cursor, "expected a hex-digit for character escape sequence");
    cursor.advance();
  }
}

/** Reads a number. At the root it must be followed by white space or the end. Throws `JsonFault`. */
export function readNumber(cursor: JsonCursor, root: boolean): void {
  if (cursor.peek() === 0x2d) {
    cursor.advance();
    requireDigit(cursor, "expected digit (0-9) to follow minus sign, for valid numeric value");
  }
  const zero = cursor.peek() === 0x30;
  cursor.advance();
  if (zero && isDigit(cursor.peek()))
    throw new JsonFault("Invalid numeric value: Leading zeroes not allowed", cursor.place);
  skipDigits(cursor);
  if (cursor.peek() === 0x2e) {
    cursor.advance();
    requireDigit(cursor, "Decimal point not followed by a digit");
    skipDigits(cursor);
  }
  if (cursor.peek() === 0x65 || cursor.peek() === 0x45) {
    cursor.advance();
    if (cursor.peek() === 0x2b || cursor.peek() === 0x2d) cursor.advance();
    requireDigit(cursor, "Exponent indicator not followed by a digit");
    skipDigits(cursor);
  }
  if (root && cursor.peek() > 0x20) throw unexpectedCharacter(cursor, "Expected space separating root-level values");
}

function requireDigit(cursor: JsonCursor, why: string): void {
  if (isDigit(cursor.peek())) return;
  if (cursor.peek() === -1) throw new JsonFault("Unexpected end-of-input in a Number value", cursor.place);
  throw unexpectedCharacter(cursor, why, " in numeric value: ");
}

function skipDigits(cursor: JsonCursor): void {
  while (isDigit(cursor.peek())) cursor.advance();
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
