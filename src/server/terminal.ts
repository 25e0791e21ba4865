import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { Paint } from "./banner.ts";

/** Where people read: standard output or standard error. */
export type Screen = NodeJS.WritableStream | WriteStream;

/** Colours only when the stream is a terminal and neither NO_COLOR nor a dumb terminal forbids it. */
export function paintFor(stream: Screen): Paint {
  return (format, text) => styleText(format, text, { stream, validateStream: true });
}
