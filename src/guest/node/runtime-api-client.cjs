"use strict";
// A client of the Runtime API (2018-06-01) over one raw keep-alive connection: loading `node:http` would cost more
// than everything else the runtime does at start.
const { openConnection } = require("./connection.cjs");
const { headerValue } = require("./header-value.cjs");
const { HEAD_END, parseReplyHead } = require("./reply-head.cjs");

const PREFIX = "/2018-06-01/runtime/";

class RuntimeApiClient {
  #connection;
  #host;
  /** Whoever waits for a reply, in the order in which they asked. */
  #waiting = [];
  /** Tells one attempt at an event from the next, which has the same request id. */
  #invocationId;
  /** Where responses are streamed; undefined before the first one. */
  #responses;

  constructor(address) {
    this.#host = address;
    this.#connection = openConnection(
      address,
      (head, body) => this.#receive(head, body),
      (reason) => this.#fail(reason),
    );
  }

  ping() {
    return this.#get("/2018-06-01/ping");
  }

  /**
   * Waits for a function, in a runtime that was started without one: for its variables and for its folders. Both are
   * asked for at once, so that nothing need be asked when they come; and before them to be woken when they are about to.
   */
  assignment() {
    void this.#get("/hearth/wake");
    return { variables: this.#get("/hearth/assignment"), code: this.#get("/hearth/code") };
  }

  /** Waits for the next event. Only while it waits does the connection keep the event loop alive. */
  async next() {
    const reply = await this.#get(`${PREFIX}invocation/next`);
    this.#invocationId = reply.headers["lambda-runtime-invocation-id"];
    return reply;
  }

  respond(requestId, body) {
    return this.#post(`invocation/${encodeURIComponent(requestId)}/response`, body, {});
  }

  /** The response of a handler that streams. What that takes is loaded by functions that do. */
  openResponse(requestId, { highWaterMark }) {
    const { ResponseConnection } = require("./response-connection.cjs");
    const { StreamedResponse } = require("./response-stream.cjs");
    this.#responses ??= new ResponseConnection(this.#host, highWaterMark);
    let head = `POST ${PREFIX}invocation/${encodeURIComponent(requestId)}/response HTTP/1.1\r\nHost: ${this.#host}\r\n`;
    head += "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n";
    head += "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n";
    if (this.#invocationId !== undefined) head += `Lambda-Runtime-Invocation-Id: ${this.#invocationId}\r\n`;
    return new StreamedResponse(this.#responses, head, highWaterMark);
  }

  fail(requestId, body, errorType, xrayCause) {
    return this.#post(`invocation/${encodeURIComponent(requestId)}/error`, body, errorHeaders(errorType, xrayCause));
  }

  failInit(body, errorType) {
    return this.#post("init/error", body, errorHeaders(errorType, ""));
  }

  #get(path) {
    return this.#exchange(`GET ${path} HTTP/1.1\r\nHost: ${this.#host}${HEAD_END}`, "");
  }

  #post(path, body, headers) {
    let head = `POST ${PREFIX}${path} HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Type: application/json\r\n`;
    if (this.#invocationId !== undefined) head += `Lambda-Runtime-Invocation-Id: ${this.#invocationId}\r\n`;
    for (const name of Object.keys(headers)) head += `${name}: ${headers[name]}\r\n`;
    return this.#exchange(`${head}Content-Length: ${Buffer.byteLength(body)}${HEAD_END}`, body);
  }

  #exchange(head, body) {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#connection.holdOpen(true);
      this.#connection.send(head, body);
    });
  }

  #receive(head, body) {
    const reply = parseReplyHead(head);
    reply.body = body;
    const resolve = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#connection.holdOpen(false);
    resolve?.(reply);
  }

  /** Without its Runtime API a runtime has nothing left to do. */
  #fail(reason) {
    process.stderr.write(`The Runtime API at ${this.#host} cannot be reached: ${reason}\n`);
    process.exit(1);
  }
}

function errorHeaders(errorType, xrayCause) {
  const headers = { "Lambda-Runtime-Function-Error-Type": headerValue(String(errorType)) };
  if (xrayCause !== "") headers["Lambda-Runtime-Function-XRay-Error-Cause"] = xrayCause;
  return headers;
}

module.exports = { RuntimeApiClient };
