import { TestClock, systemRandom } from "../../base/index.ts";
import { createDispatcher } from "../create-dispatcher.ts";
import type { Dispatcher, Handler, WireHead, WireResponse } from "../dispatcher.ts";
import type { OperationContext } from "../operation.ts";

export interface Answer {
  readonly status: number;
  readonly headers: WireResponse["headers"];
  readonly text: string;
}

export type Request = readonly [method: string, url: string, headers?: WireHead["headers"], body?: string | Uint8Array];

export const FORM: WireHead["headers"] = { "content-type": "application/x-www-form-urlencoded" };
export const INVOKE = "/2015-03-31/functions/f/invocations";

/** Headers of a JSON-RPC request. */
export function target(name: string): WireHead["headers"] {
  return { "x-amz-target": name, "content-type": "application/x-amz-json-1.1" };
}

/** Headers of a request with a signature that nobody verifies. */
export function scoped(service: string, account = "AKID", region = "eu-central-1"): WireHead["headers"] {
  const scope = `${account}/20240101/${region}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00` };
}

/** A dispatcher whose handlers all note what they got and do what was last asked of them. */
export class Rehearsal {
  readonly dispatcher: Dispatcher;
  /** What was reported as no operation's doing. */
  readonly failures: unknown[] = [];
  #seen: { readonly input: unknown; readonly context: OperationContext } | undefined;
  #next: { readonly output?: unknown; readonly failure?: Error } = {};

  constructor(operations: Readonly<Record<string, readonly string[]>>) {
    const handler: Handler = (input, context) => {
      this.#seen = { input, context };
      return this.#next.failure === undefined ? Promise.resolve(this.#next.output) : Promise.reject(this.#next.failure);
    };
    this.dispatcher = createDispatcher({
      services: Object.entries(operations).map(([service, names]) => ({
        service,
        handlers: Object.fromEntries(names.map((name) => [name, handler])),
      })),
      authentication: { mode: "off", defaultAccountId: "000000000000", defaultRegion: "us-east-1" },
      clock: new TestClock(),
      random: systemRandom,
      onFailure: (error) => this.failures.push(error),
    });
  }

  play(next: { readonly output?: unknown; readonly failure?: Error }): void {
    this.#seen = undefined;
    this.#next = next;
    this.failures.length = 0;
  }

  /** Whether a handler was reached. */
  get wasReached(): boolean {
    return this.#seen !== undefined;
  }

  get input(): object {
    if (typeof this.#seen?.input !== "object" || this.#seen.input === null) throw new Error("no handler got an input");
    return this.#seen.input;
  }

  get context(): OperationContext {
    if (this.#seen === undefined) throw new Error("no handler was reached");
    return this.#seen.context;
  }

  async send(...[method, url, headers = {}, body = ""]: Request): Promise<Answer> {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const answer = await this.dispatcher.dispatch({ method, url, headers }, bytes, new AbortController().signal);
    if (!(answer.body instanceof Uint8Array)) throw new Error("the answer is a stream");
    return { status: answer.status, headers: answer.headers, text: Buffer.from(answer.body).toString() };
  }
}
