import { serializationError } from "./serialization-error.ts";

/** Undoes percent-encoding. Throws SerializationException on a broken escape. */
export function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw serializationError(`"${text}" is not valid percent-encoding`, error);
  }
}

/**
 * The parameters of a query string or form, each with its values in order. Throws SerializationException on a broken
 * escape, where `URLSearchParams` would keep it and hand on something nobody sent.
 */
export function parseQuery(query: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>();
  if (query === "") return parameters;
  for (const part of query.split("&")) {
    if (part === "") continue;
    const text = part.includes("+") ? part.replaceAll("+", " ") : part;
    const equals = text.indexOf("=");
    const name = percentDecode(equals < 0 ? text : text.slice(0, equals));
    const value = equals < 0 ? "" : percentDecode(text.slice(equals + 1));
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
}
