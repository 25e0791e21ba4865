import { minifyJson } from "../event/minified-json.ts";
import type { TemplatePiece } from "./input-template.ts";

/**
 * Fills in a template (Amazon EventBridge user guide, "Input transformation"). A variable outside a string becomes JSON;
 * inside a string text is inserted as it is, lists and objects without their quotes. A variable without value is the
 * empty text. The result is minified when it is JSON. Where text with quotes of its own would break JSON, it is escaped.
 */
export function renderTemplate(pieces: readonly TemplatePiece[], valueOf: (variable: string) => unknown): string {
  const plain = filled(pieces, valueOf, (text) => text);
  if (isJson(plain)) return minifyJson(plain).text;
  const escaped = filled(pieces, valueOf, (text) => JSON.stringify(text).slice(1, -1));
  return isJson(escaped) ? minifyJson(escaped).text : plain;
}

function filled(
  pieces: readonly TemplatePiece[],
  valueOf: (variable: string) => unknown,
  insert: (text: string) => string,
): string {
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const value = valueOf(piece.variable);
      if (value === undefined) return piece.quoted ? "" : JSON.stringify("");
      return piece.quoted ? insert(textOf(value)) : JSON.stringify(value);
    })
    .join("");
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value).replaceAll('"', "");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // It is not, which is what was asked.
    return false;
  }
}
