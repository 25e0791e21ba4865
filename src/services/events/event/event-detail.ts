import { minifyJson } from "./minified-json.ts";

/** How deeply a detail may be nested (EventBridge API reference, PutEvents). */
const DEPTH_MAX = 1000;

/** The detail of an event, minified; undefined when the text is not the JSON of an object, or nested too deeply. */
export function readDetail(text: string): string | undefined {
  if (!isObject(text)) return undefined;
  const { text: minified, depth } = minifyJson(text);
  return depth > DEPTH_MAX ? undefined : minified;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    // It is no JSON, which is what was asked.
    return false;
  }
}
