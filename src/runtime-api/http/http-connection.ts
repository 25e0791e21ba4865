import type { Socket } from "node:net";
import type { BodyDecoder } from "./body-decoder.ts";
import { bodyDecoder } from "./body-decoder.ts";
import type { Exchange, Reply, RequestHandler, RequestHead } from "./exchange.ts";
import { isReply } from "./exchange.ts";
import { HeadBuffer } from "./head-buffer.ts";
import { HttpError } from "./http-error.ts";
import { replyPieces } from "./reply-bytes.ts";
import { framingOf, keepsAlive, parseHead } from "./request-head.ts";

/** How an error of the protocol itself is worded; `withinBody` when the head was sound. */
export type RenderHttpError = (error: HttpError, withinBody: boolean) => Reply;

/** One request from its head to its reply. */
interface Current {
  readonly body: BodyDecoder;
  readonly keepAlive: boolean;
  /** Undefined once the reply is decided: what is left of the body is thrown away. */
  exchange: Exchange | undefined;
  /** Decided, but held back until the client has sent everything; most clients do not listen before. */
  verdict: Reply | undefined;
  content: Buffer[];
  contentBytes: number;
  /** The whole body arrived and the reply is awaited. */
  waiting: boolean;
  /** Whoever takes the body has enough for now, so the socket is paused. */
  isHeld: boolean;
}

/**
 * One connection of a guest: strict HTTP/1.1, one request at a time. Requests sent ahead wait in the socket, which is
 * paused, so a guest holds at most one body and one reply in our memory per connection. There are no time limits:
 * `next` may take hours, and a slow guest slows only itself.
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #handler: RequestHandler;
  readonly #renderError: RenderHttpError;
  readonly #head = new HeadBuffer();
  #current: Current | undefined;
  #backlog: Buffer | undefined;
  #ended = false;

  constructor(socket: Socket, handler: RequestHandler, renderError: RenderHttpError) {
    this.#socket = socket;
    this.#handler = handler;
    this.#renderError = renderError;
    socket.setNoDelay(true);
    socket.on("data", (piece: Buffer) => this.#receive(piece));
    socket.on("close", () => this.#close());
    // A reset connection is told by "close", which always follows; without a listener it would end the server.
    socket.on("error", () => socket.destroy());
  }

  /** Ends the connection without a word to the handler, who knows. */
  close(): void {
    this.#current = undefined;
    this.#ended = true;
    this.#socket.destroy();
  }

  #receive(piece: Buffer): void {
    if (this.#ended) return;
    if (this.#current?.waiting === true) {
      this.#backlog = this.#backlog === undefined ? piece : Buffer.concat([this.#backlog, piece]);
      this.#socket.pause();
      return;
    }
    try {
      this.#consume(piece);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      this.#refuse(error);
    }
  }

  #consume(piece: Buffer): void {
    let rest = piece;
    while (rest.length > 0 && !this.#ended) {
      if (this.#current === undefined) {
        const head = this.#head.push(rest);
        if (head === undefined) return;
        rest = head.rest;
        this.#begin(parseHead(head.text));
        if (rest.length > 0) continue;
        return;
      }
      if (this.#current.waiting) {
        this.#backlog = rest;
        this.#socket.pause();
        return;
      }
      rest = rest.subarray(this.#takeBody(this.#current, rest));
    }
  }

  #begin(head: RequestHead): void {
    const framing = framingOf(head);
    const expectation = head.headers.get("expect")?.toLowerCase() ?? "";
    if (expectation !== "" && expectation !== "100-continue") throw new HttpError(417, "Unknown expectation.");
    const answer = this.#handler(head);
    const isRefused = isReply(answer);
    const current: Current = {
      body: bodyDecoder(framing),
      // A refused client that asked for permission to send its body may or may not send it: nobody can tell.
      keepAlive: keepsAlive(head) && !(isRefused && expectation !== ""),
      exchange: isRefused ? undefined : answer,
      verdict: isRefused ? answer : undefined,
      content: [],
      contentBytes: 0,
      waiting: false,
      isHeld: false,
    };
    this.#current = current;
    if (isRefused && expectation !== "") return this.#send(current, answer);
    if (framing.kind === "length" && current.exchange !== undefined && framing.bytes > current.exchange.bodyBytesMax)
      this.#tooLarge(current, current.exchange);
    if (current.body.done) this.#bodyEnds(current);
    else if (expectation !== "" && head.isHttp11) this.#socket.write("HTTP/1.1 100 Continue\r\n\r\n");
  }

  #takeBody(current: Current, piece: Buffer): number {
    const taken = current.body.push(piece, (content) => this.#keep(current, content));
    if (current.body.done) this.#bodyEnds(current);
    return taken;
  }

  #keep(current: Current, content: Buffer): void {
    const { exchange } = current;
    if (exchange === undefined) return;
    if (exchange.piece !== undefined) this.#pass(current, exchange, content);
    current.contentBytes += content.length;
    if (current.contentBytes > exchange.bodyBytesMax) this.#tooLarge(current, exchange);
    else if (exchange.piece === undefined) current.content.push(content);
  }

  /** Hands on what of the body may still be handed on. */
  #pass(current: Current, exchange: Exchange, content: Buffer): void {
    const room = Math.max(0, exchange.bodyBytesMax - current.contentBytes);
    const allowed = room < content.length ? content.subarray(0, room) : content;
    if (allowed.length === 0 || exchange.piece?.(allowed, () => this.#release(current)) !== false) return;
    current.isHeld = true;
    this.#socket.pause();
  }

  #release(current: Current): void {
    if (!current.isHeld) return;
    current.isHeld = false;
    if (current === this.#current) this.#socket.resume();
  }

  #tooLarge(current: Current, exchange: Exchange): void {
    current.exchange = undefined;
    current.content = [];
    current.verdict = exchange.tooLarge();
    this.#release(current);
  }

  #bodyEnds(current: Current): void {
    if (current.verdict !== undefined) return this.#send(current, current.verdict);
    this.#release(current);
    const [only] = current.content;
    const body = only !== undefined && current.content.length === 1 ? only : Buffer.concat(current.content);
    current.content = [];
    current.waiting = true;
    current.exchange?.complete(body, current.body.trailers, (reply) => this.#send(current, reply));
  }

  #send(current: Current, reply: Reply): void {
    if (this.#ended || current !== this.#current) return;
    this.#current = undefined;
    this.#write(reply, !current.keepAlive);
    const backlog = this.#backlog;
    if (backlog === undefined || this.#ended) return;
    this.#backlog = undefined;
    this.#socket.resume();
    this.#receive(backlog);
  }

  #write(reply: Reply, close: boolean): void {
    const pieces = replyPieces(reply, close);
    if (pieces.length > 1) this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    if (pieces.length > 1) this.#socket.uncork();
    if (!close) return;
    this.#ended = true;
    this.#socket.end(() => this.#socket.destroy());
  }

  #refuse(error: HttpError): void {
    const current = this.#current;
    this.#current = undefined;
    current?.exchange?.truncated();
    this.#write(this.#renderError(error, current !== undefined), true);
  }

  #close(): void {
    this.#ended = true;
    const current = this.#current;
    this.#current = undefined;
    this.#backlog = undefined;
    if (current?.waiting === true) current.exchange?.abandoned?.();
    else current?.exchange?.truncated();
  }
}
