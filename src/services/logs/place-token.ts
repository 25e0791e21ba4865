import type { LogCursor } from "../../store/index.ts";
import { invalidToken } from "./errors.ts";

const TIME_DIGITS = 20;
const SEQUENCE_DIGITS = 36;
const PLACE = /^(\d{20})(\d{36})$/;

/** Before everything. */
export const BEGINNING: LogCursor = { timestampMs: 0, sequence: 0 };

/** 56 digits that name an event, and the place just after it; numbers of that length are what AWS gives out. */
export function encodePlace(place: LogCursor): string {
  return String(place.timestampMs).padStart(TIME_DIGITS, "0") + String(place.sequence).padStart(SEQUENCE_DIGITS, "0");
}

/** The reverse of `encodePlace`. Throws `InvalidParameterException`. */
export function decodePlace(text: string): LogCursor {
  const [, time, sequence] = PLACE.exec(text) ?? [];
  const place = { timestampMs: Number(time), sequence: Number(sequence) };
  if (!Number.isSafeInteger(place.timestampMs) || !Number.isSafeInteger(place.sequence)) throw invalidToken();
  return place;
}

/** A token of `GetLogEvents`: onwards from a place, or back from it. */
export interface DirectedPlace {
  readonly direction: "forward" | "backward";
  /** Strictly after this, or strictly before it. */
  readonly place: LogCursor;
}

export function encodeDirected({ direction, place }: DirectedPlace): string {
  return `${direction === "forward" ? "f" : "b"}/${encodePlace(place)}`;
}

/** Throws `InvalidParameterException`. */
export function decodeDirected(token: string): DirectedPlace {
  const place = decodePlace(token.slice(2));
  if (token.startsWith("f/")) return { direction: "forward", place };
  if (token.startsWith("b/")) return { direction: "backward", place };
  throw invalidToken();
}
