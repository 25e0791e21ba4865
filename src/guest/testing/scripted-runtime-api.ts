import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An event that the script hands out. */
export interface ScriptedEvent {
  /** Sent as it is when it is a string, as JSON otherwise. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a guest posted. */
export interface Answer {
  /** `init/error`, or `invocation/<id>/response` and the like. */
  readonly path: string;
  readonly text: string;
  readonly headers: IncomingMessage["headers"];
  readonly trailers: IncomingMessage["trailers"];
}

/** A Runtime API that hands out the events of a script, one after another, and writes down what it is told. */
export class ScriptedRuntimeApi {
  readonly answers: Answer[] = [];
  /** Resolves when the guest asks for an event after the last one. */
  readonly exhausted: Promise<void>;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #events: readonly ScriptedEvent[];
  #next = 0;
  #signalExhausted: () => void = () => undefined;

  constructor(events: readonly ScriptedEvent[]) {
    this.#events = events;
    this.exhausted = new Promise((resolve) => (this.#signalExhausted = resolve));
  }

  /** Returns the address for `AWS_LAMBDA_RUNTIME_API`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").replace("/2018-06-01/runtime/", "");
    if (path === "invocation/next") return this.#hand(response);
    const pieces = await request.toArray();
    const { headers, trailers } = request;
    this.answers.push({ path, text: Buffer.concat(pieces).toString(), headers, trailers });
    response.writeHead(202, { "Content-Length": 16 }).end('{"status":"OK"}\n');
  }

  #hand(response: ServerResponse): void {
    const event = this.#events[this.#next++];
    if (event === undefined) return this.#signalExhausted();
    const body = typeof event.body === "string" ? event.body : JSON.stringify(event.body ?? {});
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "Lambda-Runtime-Aws-Request-Id": `request-${this.#next}`,
      "Lambda-Runtime-Deadline-Ms": String(Date.now() + 60_000),
      "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:fn",
      ...event.headers,
    });
    response.end(body);
  }
}
