import type { TimestampFormat } from "../model.ts";
import { serializationError } from "./serialization-error.ts";

function checked(date: Date, shown: unknown): Date {
  if (Number.isNaN(date.getTime())) throw serializationError(`${String(shown)} is not a valid timestamp`);
  return date;
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Reads a timestamp written as text. Each format is told by its look, as clients do not always keep to the model. */
export function parseTimestamp(text: string): Date {
  if (NUMBER.test(text)) return checked(new Date(Math.round(Number(text) * 1000)), text);
  if (DATE_TIME.test(text)) return checked(new Date(text), text);
  if (text.endsWith("GMT")) return checked(new Date(text), text);
  throw serializationError(`${text} is not a valid timestamp`);
}

/** Reads a timestamp written as a number of seconds. */
export function timestampOfSeconds(seconds: number): Date {
  return checked(new Date(Math.round(seconds * 1000)), seconds);
}

/** Writes a timestamp as text; whole seconds carry no fraction. Throws RangeError on an invalid date. */
export function timestampText(date: Date, format: TimestampFormat): string {
  if (format === "epoch-seconds") return String(date.getTime() / 1000);
  if (format === "http-date") return date.toUTCString();
  return date.toISOString().replace(".000Z", "Z");
}
