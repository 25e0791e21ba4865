"use strict";
// Errors of the runtime itself, and the forms in which errors leave it: the payload for the caller, the text of a log
// line, the cause for X-Ray. Names, messages and shapes are those of the official runtime clients.

const HAS_CALLBACKS = require("./features.cjs").hasCallbacks;

/** Makes an error whose `name` is the error type. Since Node.js 24 the name is an own property and shows in logs. */
function runtimeErrorClass(name) {
  const type = `Runtime.${name}`;
  const errorClass = {
    [name]: class extends Error {
      constructor(message) {
        super(message);
        if (!HAS_CALLBACKS) this.name = type;
      }
    },
  }[name];
  if (HAS_CALLBACKS) errorClass.prototype.name = type;
  return errorClass;
}

const ImportModuleError = runtimeErrorClass("ImportModuleError");
const HandlerNotFound = runtimeErrorClass("HandlerNotFound");
const MalformedHandlerName = runtimeErrorClass("MalformedHandlerName");
const UserCodeSyntaxError = runtimeErrorClass("UserCodeSyntaxError");
const CallbackHandlerDeprecated = runtimeErrorClass("CallbackHandlerDeprecated");
const JSONStringifyError = runtimeErrorClass("JSONStringifyError");
const InvalidStreamingOperation = runtimeErrorClass("InvalidStreamingOperation");
const MalformedStreamingHandler = runtimeErrorClass("MalformedStreamingHandler");
const NodeJsExit = runtimeErrorClass("NodeJsExit");

class UnhandledPromiseRejection extends Error {
  constructor(reason, promise) {
    super(reason);
    this.reason = reason;
    this.promise = promise;
  }
}
UnhandledPromiseRejection.prototype.name = "Runtime.UnhandledPromiseRejection";

function intoError(value) {
  return value instanceof Error ? value : new Error(String(value));
}

/** An error of another realm (`vm`, worker) or one that merely looks like one counts as an error, too. */
function looksLikeError(value) {
  if (value instanceof Error) return true;
  return ["name", "message", "stack"].every((key) => typeof value?.[key] === "string" && value[key] !== "");
}

/** DEL would end up in a header or break a log; the official clients write it percent-encoded. */
function printable(text) {
  return typeof text === "string" ? text.replaceAll("\x7f", "%7F") : text;
}

/** What the caller of the function gets: `{errorType, errorMessage, trace}`. */
function errorPayload(error) {
  try {
    if (!looksLikeError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
    return {
      errorType: printable(error.name),
      errorMessage: printable(error.message),
      trace: typeof error.stack === "string" ? printable(error.stack).split("\n") : [],
    };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
      trace: [],
    };
  }
}

function withEnumerableProperties(_key, value) {
  if (!(value instanceof Error)) return value;
  const copy = Object.assign({ errorType: value.name, errorMessage: value.message, code: value.code }, value);
  if (typeof value.stack === "string") copy.stack = value.stack.split("\n");
  return copy;
}

/** What the log line of an error ends with: a tab and the error as JSON. */
function errorLogText(error) {
  try {
    return `\t${JSON.stringify(error, withEnumerableProperties)}`;
  } catch {
    return `\t${JSON.stringify(errorPayload(error))}`;
  }
}

function stackEntry(line) {
  const text = line
    .trim()
    .replace(/[()]/g, "")
    .replace(/^\S*\s/, "");
  const blank = text.lastIndexOf(" ");
  const [path, lineNumber] = text.slice(blank + 1).split(":");
  return { path, line: Number.parseInt(lineNumber, 10), label: blank < 0 ? "anonymous" : text.slice(0, blank) };
}

/** Above this the platform would crop the cause; the header as a whole has to stay small. */
const XRAY_CAUSE_LENGTH_MAX = 32_768;

/** The X-Ray cause as JSON fit for a header: ASCII only. Empty when there is none. */
function xrayCause(error) {
  try {
    const stack = printable(error.stack).split("\n").slice(1).map(stackEntry);
    const exception = { type: printable(error.name), message: printable(error.message), stack };
    const cause = {
      working_directory: process.cwd(),
      exceptions: [exception],
      paths: [...new Set(stack.map((entry) => entry.path))],
    };
    const text = JSON.stringify(cause).replace(
      /[^\x20-\x7e]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    return text.length > XRAY_CAUSE_LENGTH_MAX ? "" : text;
  } catch {
    return "";
  }
}

module.exports = {
  CallbackHandlerDeprecated,
  HandlerNotFound,
  ImportModuleError,
  InvalidStreamingOperation,
  JSONStringifyError,
  MalformedHandlerName,
  MalformedStreamingHandler,
  NodeJsExit,
  UnhandledPromiseRejection,
  UserCodeSyntaxError,
  errorLogText,
  errorPayload,
  intoError,
  xrayCause,
};
