"use strict";
// Reads the heads of replies of the Runtime API.

const HEAD_END = "\r\n\r\n";

/** Status, headers, and sizes of the reply that begins `bytes`; undefined while its head is incomplete. */
function readReplyHead(bytes) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const lines = bytes.toString("utf8", 0, end).split("\r\n");
  const headers = {};
  for (let n = 1; n < lines.length; n++) {
    const colon = lines[n].indexOf(":");
    headers[lines[n].slice(0, colon).toLowerCase()] = lines[n].slice(colon + 1).trim();
  }
  const bodyBytes = Number(headers["content-length"] ?? 0);
  return { status: Number(lines[0].split(" ", 2)[1]), headers, bodyBytes, bytes: end + HEAD_END.length + bodyBytes };
}

module.exports = { HEAD_END, readReplyHead };
