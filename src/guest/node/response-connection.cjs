"use strict";
// The connection on which responses are streamed. It is another one than that of the events, so that an error can still
// be posted while a response is under way; and it is kept from one response to the next.
const net = require("node:net");
const { readReplyHead } = require("./reply-head.cjs");

class ResponseConnection {
  #address;
  #highWaterMark;
  #socket;
  #received = Buffer.alloc(0);
  /** Settles the response that is under way. */
  #taken;

  constructor(address, highWaterMark) {
    this.#address = address;
    this.#highWaterMark = highWaterMark;
  }

  /** Begins a response. Resolves when it was taken, in whichever way; rejects when the connection ends before. */
  begin() {
    this.#socket ??= this.#connect();
    this.#socket.ref();
    return new Promise((resolve, reject) => {
      this.#taken = { resolve, reject };
    });
  }

  /** Sends pieces as one. Calls `done` when they are on their way, with an error when they never will be. */
  send(pieces, done) {
    if (this.#socket === undefined) {
      done(hangUp());
      return;
    }
    this.#socket.cork();
    for (const piece of pieces.slice(0, -1)) this.#socket.write(piece);
    this.#socket.write(pieces.at(-1), done);
    this.#socket.uncork();
  }

  /** Ends the connection in the middle of a response. */
  destroy() {
    this.#socket?.destroy();
  }

  #connect() {
    const colon = this.#address.lastIndexOf(":");
    const socket = net.connect({
      host: this.#address.slice(0, colon),
      port: Number(this.#address.slice(colon + 1)),
      noDelay: true,
      ...(this.#highWaterMark === undefined ? {} : { highWaterMark: this.#highWaterMark }),
    });
    socket.on("data", (piece) => this.#receive(piece));
    socket.on("error", () => {});
    socket.on("close", () => this.#end(socket));
    return socket;
  }

  #receive(piece) {
    this.#received = Buffer.concat([this.#received, piece]);
    const head = readReplyHead(this.#received);
    if (head === undefined || this.#received.length < head.bytes) return;
    this.#received = this.#received.subarray(head.bytes);
    this.#socket.unref();
    this.#taken?.resolve();
    this.#taken = undefined;
  }

  #end(socket) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#received = Buffer.alloc(0);
    this.#taken?.reject(hangUp());
    this.#taken = undefined;
  }
}

/** In the words of `node:http`. */
function hangUp() {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

module.exports = { ResponseConnection, hangUp };
