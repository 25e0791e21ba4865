"use strict";
// The two forms of a log line: tab-separated text, and JSON.
const current = require("./current-invocation.cjs");

/** Loading `util` takes time that a function which logs nothing should not pay for. */
function format(...words) {
  return require("node:util").format(...words);
}

function textLine(date, level, words) {
  return `${date.toISOString()}\t${current.requestId}\t${level}\t${format(...words)}`;
}

function serialisableErrors(_key, value) {
  if (!(value instanceof Error)) return value;
  return Object.assign(
    {
      errorType: value.constructor?.name ?? "UnknownError",
      errorMessage: value.message,
      stackTrace: stackLines(value),
    },
    value,
  );
}

function stackLines(error) {
  return typeof error.stack === "string" ? error.stack.split("\n") : error.stack;
}

/** One thing is kept as the object it is; several are formatted into one text, with the first error among them apart. */
function jsonLine(date, level, words) {
  const line = { timestamp: date.toISOString(), level, requestId: current.requestId };
  if (current.tenantId) line.tenantId = current.tenantId;
  if (words.length <= 1) {
    line.message = words[0];
    try {
      return JSON.stringify(line, serialisableErrors);
    } catch {
      line.message = format(words[0]);
      return JSON.stringify(line);
    }
  }
  line.message = format(...words);
  const error =
    words.slice(1).find((word) => word instanceof Error) ?? (words[0] instanceof Error ? words[0] : undefined);
  if (error !== undefined) {
    line.errorType = error.constructor?.name ?? "UnknownError";
    line.errorMessage = error.message;
    line.stackTrace = stackLines(error) ?? [];
  }
  return JSON.stringify(line);
}

module.exports = { jsonLine, textLine };
