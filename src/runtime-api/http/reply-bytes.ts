import { STATUS_CODES } from "node:http";
import type { Reply } from "./exchange.ts";

/** Anything that would end a header line early or is no text at all. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f]+/g;

/** The head of a reply. Header values are sent as UTF-8; line breaks within them become blanks. */
export function replyHead(reply: Reply, close: boolean): string {
  let head = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? "Unknown"}\r\n`;
  for (const [name, value] of reply.headers) head += `${name}: ${value.replace(UNSAFE, " ")}\r\n`;
  head += `Content-Length: ${reply.body.byteLength}\r\n`;
  return close ? `${head}Connection: close\r\n\r\n` : `${head}\r\n`;
}

/** Below this size one copied buffer is cheaper than a gathered write of two. */
const COPY_BYTES_MAX = 16_384;

/** The pieces to write, in order. */
export function replyPieces(reply: Reply, close: boolean): readonly Uint8Array[] {
  const head = Buffer.from(replyHead(reply, close));
  if (reply.body.byteLength === 0) return [head];
  if (reply.body.byteLength > COPY_BYTES_MAX) return [head, reply.body];
  return [Buffer.concat([head, reply.body])];
}
