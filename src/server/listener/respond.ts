import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../../base/index.ts";
import type { WireResponse } from "../../wire/index.ts";

/** Writes an answer. Rejects when a streamed body fails or the client goes away in the middle of it. */
export async function respond(response: ServerResponse, { status, headers, body }: WireResponse): Promise<void> {
  if (body instanceof Uint8Array) {
    response.writeHead(status, headerList(headers, status === 204 ? undefined : body.length)).end(body);
    return;
  }
  response.writeHead(status, headerList(headers, undefined));
  // Whoever streams says that it has begun; the first piece may be long in coming.
  response.flushHeaders();
  await pipeline(Readable.from(body, { objectMode: false }), response);
}

/**
 * Answers before the body was read and closes the connection. Closing with unread bytes would reset it, and the client
 * might never see the answer; so the rest is thrown away first, for a while.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: WireResponse,
  linger: { readonly clock: Clock; readonly timeoutMs: number },
): void {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array(0);
  response.writeHead(status, [...headerList(headers, bytes.length), "Connection", "close"]);
  response.write(bytes);
  const timer = linger.clock.after(linger.timeoutMs, () => request.socket.destroy());
  const finish = (): void => {
    timer.cancel();
    response.end();
  };
  request.once("end", finish).once("close", finish).resume();
}

function headerList(headers: Readonly<Record<string, string>>, bytes: number | undefined): string[] {
  const list: string[] = [];
  let hasLength = bytes === undefined;
  for (const [name, value] of Object.entries(headers)) {
    list.push(name, value);
    hasLength ||= name.toLowerCase() === "content-length";
  }
  if (!hasLength) list.push("Content-Length", String(bytes));
  return list;
}
