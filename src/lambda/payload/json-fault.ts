import { JsonCursor, JsonFault, type Place } from "./json-cursor.ts";
import { readNumber, readString, unexpectedCharacter } from "./json-tokens.ts";

/** How the service's JSON reader names a text that it does not quote. */
const SOURCE = "Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)";
const EXPECTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

interface Level {
  readonly kind: "Array" | "Object";
  readonly start: Place;
}

/**
 * Says what is wrong with a text that is not JSON, and where, as the reader of the service (Jackson) does. Undefined when
 * nothing is found to be wrong.
 */
export function explainJsonFault(bytes: Uint8Array): string | undefined {
  const cursor = new JsonCursor(bytes);
  try {
    readDocument(cursor);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return `${error.message}\n at ${location(error.place)}`;
  }
}

function location({ line, column }: Place): string {
  return `[${SOURCE}; line: ${line}, column: ${column}]`;
}

/** Without recursion, since a payload may nest as deeply as it is long. */
function readDocument(cursor: JsonCursor): void {
  const levels: Level[] = [];
  cursor.skipSpace();
  if (cursor.peek() === -1) throw new JsonFault("No content to map due to end-of-input", cursor.place);
  readValue(cursor, levels);
  while (levels.length > 0) {
    cursor.skipSpace();
    readInside(cursor, levels);
  }
  cursor.skipSpace();
  if (cursor.peek() !== -1) readTrailing(cursor);
}

/** After a value inside an array or object: its end, or a comma and the next entry. */
function readInside(cursor: JsonCursor, levels: Level[]): void {
  const level = levels.at(-1);
  if (level === undefined) return;
  if (cursor.peek() === -1) throw unclosed(cursor, level);
  if (closes(cursor, level)) {
    cursor.advance();
    levels.pop();
    return;
  }
  if (cursor.peek() !== 0x2c)
    throw unexpectedCharacter(cursor, `was expecting comma to separate ${level.kind} entries`);
  cursor.advance();
  cursor.skipSpace();
  if (cursor.peek() === -1) throw endBetween(cursor, level.kind);
  readEntry(cursor, levels, level);
}

function readEntry(cursor: JsonCursor, levels: Level[], level: Level): void {
  if (level.kind === "Object") readName(cursor);
  readValue(cursor, levels);
}

function readName(cursor: JsonCursor): void {
  if (cursor.peek() !== 0x22) throw unexpectedCharacter(cursor, "was expecting double-quote to start field name");
  readString(cursor, "name");
  cursor.skipSpace();
  if (cursor.peek() === -1) throw endBetween(cursor, "Object");
  if (cursor.peek() !== 0x3a)
    throw unexpectedCharacter(cursor, "was expecting a colon to separate field name and value");
  cursor.advance();
  cursor.skipSpace();
  if (cursor.peek() === -1) throw endBetween(cursor, "Object");
}

/** Reads a scalar; of an array or object the beginning with its first entry. */
function readValue(cursor: JsonCursor, levels: Level[]): void {
  for (;;) {
    const byte = cursor.peek();
    if (byte !== 0x7b && byte !== 0x5b) return readScalar(cursor, levels);
    const level: Level = { kind: byte === 0x7b ? "Object" : "Array", start: cursor.place };
    levels.push(level);
    cursor.advance();
    cursor.skipSpace();
    if (cursor.peek() === -1) throw unclosed(cursor, level);
    if (closes(cursor, level)) return;
    if (level.kind === "Object") readName(cursor);
  }
}

function readScalar(cursor: JsonCursor, levels: readonly Level[]): void {
  const byte = cursor.peek();
  if (byte === 0x22) return readString(cursor, "value");
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return readNumber(cursor, levels.length === 0);
  // A comma or bracket where a value belongs.
  if (byte === 0x2c || byte === 0x7d || byte === 0x5d) throw misplacedMark(cursor, levels);
  readWord(cursor);
}

function misplacedMark(cursor: JsonCursor, levels: readonly Level[]): JsonFault {
  const byte = cursor.peek();
  if (levels.length === 0 && byte !== 0x2c)
    return new JsonFault(
      `Unexpected close marker '${String.fromCharCode(byte)}': expected '${byte === 0x7d ? "]" : "}"}' (for root starting at [${SOURCE}; line: 1, column: 0])`,
      advanced(cursor.place),
    );
  return unexpectedCharacter(
    cursor,
    byte === 0x5d && levels.at(-1)?.kind !== "Array" ? `expected a valid value ${EXPECTED}` : "expected a value",
  );
}

function readWord(cursor: JsonCursor): void {
  const { code } = cursor.character();
  if (!isWordStart(code)) throw unexpectedCharacter(cursor, `expected a valid value ${EXPECTED}`);
  let word = "";
  while (cursor.peek() !== -1) {
    const next = cursor.character();
    if (!isWordPart(next.code)) break;
    word += String.fromCodePoint(next.code);
    for (let n = 0; n < next.bytes; n++) cursor.advance();
  }
  if (word === "true" || word === "false" || word === "null") return;
  // The reader has taken the character after the word when it complains.
  throw new JsonFault(
    `Unrecognized token '${word.length > 256 ? `${word.slice(0, 256)}...` : word}': was expecting ${EXPECTED}`,
    cursor.peek() === -1 ? cursor.place : advanced(cursor.place),
  );
}

/** Closes this level, or throws when the bracket is of the other kind. */
function closes(cursor: JsonCursor, level: Level): boolean {
  const byte = cursor.peek();
  const own = level.kind === "Object" ? 0x7d : 0x5d;
  if (byte === own) return true;
  if (byte !== 0x7d && byte !== 0x5d) return false;
  throw new JsonFault(
    `Unexpected close marker '${String.fromCharCode(byte)}': expected '${String.fromCharCode(own)}' (for ${level.kind} starting at ${location(level.start)})`,
    advanced(cursor.place),
  );
}

function readTrailing(cursor: JsonCursor): void {
  const byte = cursor.peek();
  const { place } = cursor;
  const token =
    byte === 0x7b ? "START_OBJECT" : byte === 0x5b ? "START_ARRAY" : byte === 0x22 ? "VALUE_STRING" : undefined;
  if (token === undefined) readScalar(cursor, []);
  throw new JsonFault(
    `Trailing token (of type ${token ?? "VALUE"}) found after value: not allowed as per \`DeserializationFeature.FAIL_ON_TRAILING_TOKENS\``,
    place,
  );
}

function unclosed(cursor: JsonCursor, { kind, start }: Level): JsonFault {
  const message = `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${location(start)})`;
  return new JsonFault(message, cursor.place);
}

function endBetween(cursor: JsonCursor, kind: Level["kind"]): JsonFault {
  return new JsonFault(`Unexpected end-of-input within/between ${kind} entries`, cursor.place);
}

function advanced({ line, column }: Place): Place {
  return { line, column: column + 1 };
}

function isWordStart(code: number): boolean {
  return /[\p{L}\p{Nl}\p{Sc}\p{Pc}]/u.test(String.fromCodePoint(code));
}

function isWordPart(code: number): boolean {
  return /[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}]/u.test(String.fromCodePoint(code));
}
