"use strict";
// Replaces the methods of `console` with ones that write lines in the log format of the function.
const { errorLogText, intoError } = require("./errors.cjs");
const { frameWriter } = require("./log-frame.cjs");
const { jsonLine, textLine } = require("./log-format.cjs");

/** Masks as they stand in a telemetry frame; their order is that of the levels. */
const LEVEL_MASKS = { TRACE: 4, DEBUG: 8, INFO: 12, WARN: 16, ERROR: 20, FATAL: 24 };

function stdoutWriter(_levelMask, _date, message) {
  const line = message.endsWith("\n") ? message.slice(0, -1) : message;
  process.stdout.write(`${line.replaceAll("\n", "\r")}\n`);
}

/** The descriptor is the platform's; the function does not see its name. */
function takeWriter(isJson) {
  const fd = Number.parseInt(process.env["_LAMBDA_TELEMETRY_LOG_FD"] ?? "", 10);
  delete process.env["_LAMBDA_TELEMETRY_LOG_FD"];
  return fd > 0 ? frameWriter(fd, isJson) : stdoutWriter;
}

/**
 * Patches the console. Returns a function that logs an error the way the runtime does: a title and the error as JSON,
 * or the error alone in the JSON format.
 */
function patchConsole() {
  const isJson = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON";
  const leastMask = LEVEL_MASKS[process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()] ?? LEVEL_MASKS.TRACE;
  const write = takeWriter(isJson);
  const logger = (level) => {
    const mask = LEVEL_MASKS[level];
    if (mask < leastMask) return () => {};
    return (message, ...rest) => {
      const date = new Date();
      const words = [message, ...rest];
      write(mask, date, isJson ? jsonLine(date, level, words) : `${textLine(date, level, words)}\n`);
    };
  };
  for (const level of Object.keys(LEVEL_MASKS)) console[level.toLowerCase()] = logger(level);
  console.log = console.info;
  return (title, error) => {
    if (isJson) console.error(intoError(error));
    else console.error(title, errorLogText(intoError(error)));
  };
}

module.exports = { patchConsole };
