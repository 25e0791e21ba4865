"use strict";
// The connection to the Runtime API: the compiled one (native/connection.c) where there is one, else that of `node:net`.

/**
 * Connects, and does not keep the event loop alive unless told to.
 *
 * @param address host and port
 * @param onReply is given the head, without the blank line that ends it, and the body of each reply, in order
 * @param onEnd is told the reason when the connection cannot be used, or not any longer
 * @returns `send(head, body)` and `holdOpen(keepsAlive)`
 */
function openConnection(address, onReply, onEnd) {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon);
  const port = Number(address.slice(colon + 1));
  const native = compiled();
  if (native === undefined) return require("./socket-connection.cjs").openSocket(host, port, onReply, onEnd);
  const failure = native.open(host, port, onReply, onEnd);
  if (failure !== undefined) onEnd(failure);
  return native;
}

/** Undefined where there was no compiler, or where the function's Node.js does not load add-ons or needs others. */
function compiled() {
  try {
    return require("./connection.node");
  } catch (error) {
    if (error?.code === "MODULE_NOT_FOUND" || error?.code?.startsWith("ERR_DLOPEN")) return undefined;
    throw error;
  }
}

module.exports = { openConnection };
