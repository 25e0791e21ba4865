"use strict";
// The connection to the Runtime API by means of Node.js alone.
const net = require("node:net");
const { readReplyHead } = require("./reply-head.cjs");

class SocketConnection {
  #socket;
  #onReply;
  /** Pieces of the reply that is arriving. */
  #pieces = [];
  #received = 0;
  /** Undefined until the reply's head is complete. */
  #head;

  constructor(socket, onReply) {
    this.#socket = socket;
    this.#onReply = onReply;
    socket.on("data", (piece) => this.#receive(piece));
  }

  send(head, body) {
    this.#socket.write(head + body);
  }

  holdOpen(keepsAlive) {
    if (keepsAlive) this.#socket.ref();
    else this.#socket.unref();
  }

  #receive(piece) {
    this.#pieces.push(piece);
    this.#received += piece.length;
    this.#head ??= readReplyHead(this.#join());
    if (this.#head === undefined || this.#received < this.#head.bytes) return;
    const { text, bytes, bodyBytes } = this.#head;
    const whole = this.#join();
    this.#pieces = [];
    this.#received = 0;
    this.#head = undefined;
    this.#onReply(text, whole.toString("utf8", bytes - bodyBytes, bytes));
    if (whole.length > bytes) this.#receive(whole.subarray(bytes));
  }

  #join() {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0];
  }
}

/** As `openConnection` of connection.cjs. */
function openSocket(host, port, onReply, onEnd) {
  const socket = net.connect({ host, port, noDelay: true });
  socket.on("error", (error) => onEnd(error.message));
  socket.on("close", () => onEnd("the connection was closed"));
  socket.unref();
  return new SocketConnection(socket, onReply);
}

module.exports = { openSocket };
