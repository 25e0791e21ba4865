"use strict";
// Reads the heads of replies of the Runtime API.

const HEAD_END = "\r\n\r\n";

/** Status, headers, and sizes of the reply that begins `bytes`; undefined while its head is incomplete. */
function readReplyHead(bytes) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const text = bytes.toString("utf8", 0, end);
  const head = parseReplyHead(text);
  const bodyBytes = Number(head.headers["content-length"] ?? 0);
  return { ...head, text, bodyBytes, bytes: end + HEAD_END.length + bodyBytes };
}

/** Status and headers, their names in lower case, of a head without the blank line that ends it. */
function parseReplyHead(text) {
  const lines = text.split("\r\n");
  const headers = {};
  for (let n = 1; n < lines.length; n++) {
    const colon = lines[n].indexOf(":");
    headers[lines[n].slice(0, colon).toLowerCase()] = lines[n].slice(colon + 1).trim();
  }
  return { status: Number(lines[0].split(" ", 2)[1]), headers };
}

module.exports = { HEAD_END, parseReplyHead, readReplyHead };
