import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "../../base/index.ts";
import type { Dispatcher, WireHead, WireResponse } from "../../wire/index.ts";
import type { ListenerLimits } from "./listener-limits.ts";
import { answerMalformed } from "./malformed.ts";
import { plainError } from "./plain-error.ts";
import { collectBody } from "./request-body.ts";
import { refuse, respond } from "./respond.ts";
import { headOf } from "./wire-head.ts";

export interface ListenerOptions {
  /** Requests that come before it is there wait for it, so that the port can be taken early. */
  readonly dispatcher: Promise<Dispatcher>;
  /** Refuses a request by its head, before its body is read. */
  readonly gate: (head: WireHead) => WireResponse | undefined;
  readonly clock: Clock;
  readonly limits: ListenerLimits;
  /** Told of failures that are ours: an answer that could not be written while the client was still there. */
  readonly onFailure: (error: unknown) => void;
}

/** The public port: HTTP/1.1 to dispatcher and back. */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #server: Server;
  /** How many answers are under way on each open connection. */
  readonly #answering = new Map<Socket, number>();
  #received = 0;
  #stopped: Promise<void> | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
    const { limits } = options;
    this.#server = createServer({
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: 0,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      requireHostHeader: false,
    });
    // Without this the 2,001st header would be dropped without a word; their bytes are limited above.
    this.#server.maxHeadersCount = 0;
    this.#server
      .on("connection", (socket) => {
        this.#answering.set(socket, 0);
        socket.once("close", () => this.#answering.delete(socket));
      })
      .on("request", this.#onRequest)
      .on("checkContinue", (request, response) => {
        this.#onRequest(request, response, true);
      })
      .on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => {
        this.#refuse(
          request,
          response,
          plainError(417, "ExpectationFailedException", "Only 100-continue is understood"),
        );
      })
      .on("clientError", (error, socket) => {
        const busy = (this.#answering.get(socket as Socket) ?? 0) > 0;
        answerMalformed(error, socket as Socket, { busy, clock: options.clock, lingerMs: limits.lingerTimeoutMs });
      });
  }

  /** Resolves with the port once connections are accepted. Rejects with the system's error, e.g. `EADDRINUSE`. */
  start(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject).listen({ host, port }, () => {
        this.#server.off("error", reject).on("error", this.#options.onFailure);
        const address = this.#server.address();
        resolve(address !== null && typeof address === "object" ? address.port : port);
      });
    });
  }

  /** Requests that were not answered yet. */
  get running(): number {
    let sum = 0;
    for (const answers of this.#answering.values()) sum += answers;
    return sum;
  }

  /** Requests that have come so far. */
  get received(): number {
    return this.#received;
  }

  /** Takes no new connections, lets answers under way finish for at most `graceMs`, and closes what is left. */
  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  #stop(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(graceMs, () => {
        this.#server.closeAllConnections();
      });
      this.#server.close(() => {
        timer.cancel();
        resolve();
      });
      for (const [socket, answers] of this.#answering) if (answers === 0) socket.destroy();
    });
  }

  readonly #onRequest = (request: IncomingMessage, response: ServerResponse, expectsContinue = false): void => {
    this.#received += 1;
    this.#count(request.socket, 1);
    response.once("close", () => {
      this.#count(request.socket, -1);
    });
    this.#serve(request, response, expectsContinue).catch((error: unknown) => {
      if (!request.socket.destroyed) this.#options.onFailure(error);
      response.destroy();
    });
  };

  #count(socket: Socket, change: 1 | -1): void {
    const answers = this.#answering.get(socket);
    if (answers === undefined) return;
    this.#answering.set(socket, answers + change);
    if (this.#stopped !== undefined && answers + change === 0) socket.end();
  }

  async #serve(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): Promise<void> {
    const { limits, clock } = this.#options;
    const dispatcher = await this.#options.dispatcher;
    const head = headOf(request);
    const refusal = this.#options.gate(head);
    if (refusal !== undefined) return this.#refuse(request, response, refusal);
    const admission = dispatcher.admit(head);
    const fits = Number(head.headers["content-length"] ?? 0) <= admission.bodyBytesMax;
    if (expectsContinue && fits) response.writeContinue();
    const outcome = await collectBody(request, admission.bodyBytesMax, limits, clock);
    switch (outcome.kind) {
      case "complete":
        return dispatch(dispatcher, head, outcome.body, response);
      case "too-large":
        return this.#refuse(request, response, admission.tooLarge());
      case "too-slow":
        return this.#refuse(request, response, plainError(408, "RequestTimeoutException", "The body came too slowly"));
      case "gone":
        return undefined;
      default:
        return outcome satisfies never;
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, answer: WireResponse): void {
    refuse(request, response, answer, { clock: this.#options.clock, timeoutMs: this.#options.limits.lingerTimeoutMs });
  }
}

async function dispatch(
  dispatcher: Dispatcher,
  head: WireHead,
  body: Uint8Array,
  response: ServerResponse,
): Promise<void> {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  const answer = await dispatcher.dispatch(head, body, controller.signal);
  if (!response.destroyed) await respond(response, answer);
}
