import { HttpError } from "./http-error.ts";

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110, section 5.5: visible bytes, blanks and tabs; nothing that could end a line. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_IN_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/**
 * Adds `name: value` lines (header or trailer section) to `fields`. Folded lines and blanks before the colon are
 * refused, as RFC 9112, section 5, demands of a server.
 */
export function addHeaderLines(lines: readonly string[], fields: Map<string, string>): void {
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon));
    if (!TOKEN.test(name)) throw new HttpError(400, "A header line has no valid name.");
    const value = line.slice(colon + 1).trim();
    if (FORBIDDEN_IN_VALUE.test(value)) throw new HttpError(400, `The header ${name} has a control character.`);
    const key = name.toLowerCase();
    const before = fields.get(key);
    fields.set(key, before === undefined ? value : `${before}, ${value}`);
  }
}
