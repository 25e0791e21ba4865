"use strict";
// The stream that a streaming handler writes its response to, and what becomes of it. Nothing is sent before the first
// write; an error after that, or before, travels in the trailers.
const { Writable } = require("node:stream");
const { InvalidStreamingOperation, errorPayload } = require("./errors.cjs");
const { headerValue } = require("./header-value.cjs");
const { hangUp } = require("./response-connection.cjs");
const { BEFORE_FIRST_WRITE } = require("./streaming-handler.cjs");

const DEFAULT_TYPE = "application/octet-stream";
const ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
const ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

/** Bodies of chunks and what goes around them (RFC 9112, section 7.1). An empty one would end the response. */
function asChunks(pieces) {
  return pieces.flatMap((piece) => (piece.length === 0 ? [] : [`${piece.length.toString(16)}\r\n`, piece, "\r\n"]));
}

class ChunkedResponse extends Writable {
  #connection;
  #head;
  #trailers = "";
  #contentType = DEFAULT_TYPE;
  #isWritten = false;
  #isSent = false;
  #taken = Promise.withResolvers?.() ?? withResolvers();

  /** @param head request line and headers, without the content type */
  constructor(connection, head, highWaterMark) {
    super(highWaterMark === undefined ? {} : { highWaterMark });
    this.#connection = connection;
    this.#head = head;
    this.#taken.promise.catch(() => {});
    // Whoever does not listen is told by `taken`, too.
    this.on("error", () => {});
  }

  /** Settles with the reply of the Runtime API. */
  get taken() {
    return this.#taken.promise;
  }

  get isSent() {
    return this.#isSent;
  }

  setContentType(contentType) {
    if (this.#isWritten) throw new InvalidStreamingOperation("Cannot set content-type, too late.");
    this.#contentType = String(contentType);
  }

  /** What is neither text nor bytes is written as JSON. */
  write(chunk, encoding, callback) {
    // Nothing at all cannot be written: this throws the TypeError that the official client throws.
    void chunk.length;
    const isPlain = typeof chunk === "string" || chunk instanceof Uint8Array;
    const before = this.#isWritten ? undefined : this[BEFORE_FIRST_WRITE];
    if (typeof before === "function") before((piece) => super.write(piece));
    const hasRoom = super.write(isPlain ? chunk : JSON.stringify(chunk), encoding, callback);
    this.#isWritten = true;
    return hasRoom;
  }

  /** Ends the response with an error, as far as it has not ended. */
  fail(error) {
    if (this.writableEnded || this.destroyed) return;
    const payload = errorPayload(error);
    const body = Buffer.from(JSON.stringify(payload)).toString("base64");
    this.#trailers = `${ERROR_TYPE}: ${headerValue(String(payload.errorType))}\r\n${ERROR_BODY}: ${body}\r\n`;
    this.end();
  }

  _write(chunk, _encoding, done) {
    this.#send(asChunks([chunk]), done);
  }

  _writev(entries, done) {
    this.#send(asChunks(entries.map(({ chunk }) => chunk)), done);
  }

  _final(done) {
    this.#send([`0\r\n${this.#trailers}\r\n`], done);
  }

  _destroy(error, done) {
    if (!this.writableFinished) {
      if (this.#isSent) this.#connection.destroy();
      this.#taken.reject(error ?? hangUp());
    }
    done(error);
  }

  #send(pieces, done) {
    if (!this.#isSent) this.#connection.send([this.#begin(), ...pieces], done);
    else if (pieces.length > 0) this.#connection.send(pieces, done);
    else done();
  }

  /** Returns the head of the request. */
  #begin() {
    this.#isSent = true;
    this.#connection.begin().then(this.#taken.resolve, (error) => {
      this.#taken.reject(error);
      this.destroy(error);
    });
    return `${this.#head}Content-Type: ${headerValue(this.#contentType)}\r\n\r\n`;
  }
}

/** Node.js 20 has no `Promise.withResolvers`. */
function withResolvers() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  return result;
}

const METHODS = [
  "cork",
  "destroy",
  "end",
  "uncork",
  "write",
  "addListener",
  "on",
  "once",
  "prependListener",
  "prependOnceListener",
  "off",
  "removeListener",
  "removeAllListeners",
  "setMaxListeners",
  "getMaxListeners",
  "listeners",
  "rawListeners",
  "listenerCount",
  "eventNames",
  "emit",
  "setContentType",
];
const READABLE = [
  "writableFinished",
  "writableObjectMode",
  "writableEnded",
  "writableNeedDrain",
  "writableHighWaterMark",
  "writableCorked",
  "writableLength",
  "writable",
];
const ASSIGNABLE = ["destroyed", BEFORE_FIRST_WRITE];

/** What the handler is given of the stream: exactly the members that the official client gives it. */
function handlerView(inner) {
  const view = {};
  for (const name of METHODS) view[name] = inner[name].bind(inner);
  for (const name of READABLE) Object.defineProperty(view, name, { get: () => inner[name] });
  for (const name of ASSIGNABLE)
    Object.defineProperty(view, name, {
      get: () => inner[name],
      set: (value) => {
        inner[name] = value;
      },
    });
  return view;
}

/** The response to one invocation. */
class StreamedResponse {
  #inner;

  constructor(connection, head, highWaterMark) {
    this.#inner = new ChunkedResponse(connection, head, highWaterMark);
    this.stream = handlerView(this.#inner);
  }

  /** Waits until the handler is done and the response was taken. Throws what is to be reported instead. */
  async complete(result) {
    if (typeof result?.then !== "function") throw new Error("Streaming does not support non-async handlers.");
    if ((await result) !== undefined) console.warn("Streaming handlers ignore return values.");
    await this.#inner.taken;
    if (!this.#inner.writableFinished) throw new Error("Response stream is not finished.");
  }

  /**
   * Reports an error as far as the response allows. Resolves to false when nothing at all was sent, and nothing can be,
   * since the handler has destroyed the stream.
   */
  async fail(error) {
    this.#inner.fail(error);
    try {
      await this.#inner.taken;
    } catch {
      // The connection is gone, and with it whoever could be told.
    }
    return this.#inner.isSent;
  }
}

module.exports = { StreamedResponse };
