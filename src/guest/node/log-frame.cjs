"use strict";
// Writes log records to the telemetry descriptor, one frame each, so that a message of many lines stays one event:
// type (4 bytes), length (4), time in microseconds (8), message; all big-endian.
const fs = require("node:fs");

const TEXT_FRAME = 0xa55a0003;
const JSON_FRAME = 0xa55a0002;
const HEADER_BYTES = 16;
const PATIENCE_MS = 5;

/** A full pipe that somebody made non-blocking: wait a little, the host is reading. */
function writeAll(fd, bytes) {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += fs.writeSync(fd, bytes, written);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE_MS);
    }
  }
}

/** Returns a function that writes one record: `(mask of the level, date, message)`. */
function frameWriter(fd, isJson) {
  const type = isJson ? JSON_FRAME : TEXT_FRAME;
  return (levelMask, date, message) => {
    const lengthBytes = Buffer.byteLength(message);
    const frame = Buffer.allocUnsafe(HEADER_BYTES + lengthBytes);
    frame.writeUInt32BE((type | levelMask) >>> 0, 0);
    frame.writeInt32BE(lengthBytes, 4);
    frame.writeBigInt64BE(BigInt(date.valueOf()) * 1000n, 8);
    frame.write(message, HEADER_BYTES);
    writeAll(fd, frame);
  };
}

module.exports = { frameWriter };
