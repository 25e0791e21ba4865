// Not a test: a guest that writes bytes to a socket, and the host it talks to.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import type { TestContext } from "node:test";
import type { ExtensionsHost } from "../extensions-host.ts";
import type { GuestHost, NextInvocation, ResponseSink } from "../guest-host.ts";
import { serveRuntimeApi } from "../serve-runtime-api.ts";
import type { RuntimeApiHandle } from "../serve-runtime-api.ts";

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One connection. Replies are read in order. */
export class RawGuest {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #wake: (() => void) | undefined;
  isClosed = false;

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (piece) => {
      this.#received = Buffer.concat([this.#received, piece]);
      this.#wake?.();
    });
    this.socket.on("close", () => {
      this.isClosed = true;
      this.#wake?.();
    });
    this.socket.on("error", () => undefined);
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  send(method: string, path: string, body?: string | Uint8Array, headers: Record<string, string> = {}): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const length = body === undefined ? "" : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    this.write(`${method} ${path} HTTP/1.1\r\nHost: guest\r\n${length}${lines.join("")}\r\n`);
    if (body !== undefined) this.write(body);
  }

  /** The next reply; undefined when the connection ends without one. */
  async reply(): Promise<RawReply | undefined> {
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n");
      if (end >= 0) {
        const [first = "", ...lines] = this.#received.toString("utf8", 0, end).split("\r\n");
        const headers = Object.fromEntries(
          lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
        );
        const length = Number(headers["Content-Length"] ?? 0);
        if (this.#received.length >= end + 4 + length) {
          const body = this.#received.toString("utf8", end + 4, end + 4 + length);
          this.#received = this.#received.subarray(end + 4 + length);
          return { status: Number(first.split(" ")[1]), headers, body };
        }
      }
      if (this.isClosed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async exchange(
    method: string,
    path: string,
    body?: string | Uint8Array,
    headers?: Record<string, string>,
  ): Promise<RawReply> {
    this.send(method, path, body, headers);
    const reply = await this.reply();
    if (reply === undefined) throw new Error("The connection ended without a reply.");
    return reply;
  }
}

export const REQUEST_ID = "11111111-2222-4333-8444-555555555555";
export const ROOT = "/2018-06-01/runtime";
export const NEXT: string = `${ROOT}/invocation/next`;
export const RESPONSE: string = `${ROOT}/invocation/${REQUEST_ID}/response`;
export const ERROR: string = `${ROOT}/invocation/${REQUEST_ID}/error`;
export const INIT_ERROR: string = `${ROOT}/init/error`;

export function invocation(more: Partial<NextInvocation> = {}): NextInvocation {
  return {
    requestId: REQUEST_ID,
    invocationId: "attempt-1",
    deadlineMs: 1_700_000_000_000,
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
    traceId: undefined,
    clientContext: undefined,
    cognitoIdentity: undefined,
    tenantId: undefined,
    contentType: "",
    payload: Buffer.from('{"a":1}'),
    ...more,
  };
}

export interface Served {
  readonly port: number;
  readonly handle: RuntimeApiHandle;
  /** Calls that reached the host, e.g. `respond <id> <payload>`. */
  readonly calls: string[];
  guest(): RawGuest;
  give(event?: NextInvocation): void;
  /** Resolves once the host saw `count` calls. */
  called(count: number): Promise<void>;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

/** Serves the Runtime API to raw guests, with a host that records what it is told. Streams go to `sink`, if there is one. */
export async function serve(
  t: TestContext,
  connectionsMax?: number,
  sink?: ResponseSink,
  extensions?: ExtensionsHost,
): Promise<Served> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const calls: string[] = [];
  let give: ((event: NextInvocation) => void) | undefined;
  let early: NextInvocation | undefined;
  let wake: (() => void) | undefined;
  const note = (call: string): void => {
    calls.push(call);
    wake?.();
  };
  const host: GuestHost = {
    next: (take) => {
      note("next");
      if (early === undefined) give = take;
      else take(early);
      early = undefined;
    },
    beginResponse: (id, isStreamed, contentType) => {
      if (sink === undefined || !isStreamed) return undefined;
      note(`beginResponse ${id} ${contentType}`);
      return sink;
    },
    respond: (id, response) => note(`respond ${id} ${text(response.payload).slice(0, 200)}`),
    respondTooLarge: (id, bytesMax) => note(`respondTooLarge ${id} ${bytesMax}`),
    respondTruncated: (id) => note(`respondTruncated ${id}`),
    fail: (id, error) => note(`fail ${id} ${error.errorType} ${text(error.payload)}`),
    extensions,
    failInit: (error) => note(`failInit ${error.errorType} ${text(error.payload)}`),
  };
  const handle = serveRuntimeApi({ listener, host, ...(connectionsMax === undefined ? {} : { connectionsMax }) });
  const { port } = listener.address() as AddressInfo;
  const guests: RawGuest[] = [];
  t.after(() => {
    for (const guest of guests) guest.socket.destroy();
    handle.close();
    listener.close();
  });
  return {
    port,
    handle,
    calls,
    guest: () => {
      const guest = new RawGuest(port);
      guests.push(guest);
      return guest;
    },
    give: (event = invocation()) => {
      if (give === undefined) early = event;
      else give(event);
      give = undefined;
    },
    called: async (count) => {
      while (calls.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
}
