"use strict";
// How a function says that its handler streams: the global `awslambda`, which marks the handler. The marks are
// well-known symbols, since frameworks set them by themselves.
const { MalformedStreamingHandler } = require("./errors.cjs");

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const PRELUDE_TYPE = "application/vnd.awslambda.http-integration-response";
const DELIMITER_BYTES = 8;

function streamifyResponse(handler, options) {
  handler[STREAMING] = "response";
  if (typeof options?.highWaterMark === "number") handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
  return handler;
}

/** Where the stream looks before its first write; the name is the official client's, and frameworks know it. */
const BEFORE_FIRST_WRITE = "_onBeforeFirstWrite";

/** Puts status, headers and cookies ahead of the first piece, for those who make HTTP of the response. */
// oxlint-disable-next-line typescript/no-extraneous-class -- functions may have extended the class that it is on AWS
class HttpResponseStream {
  static from(stream, prelude) {
    stream.setContentType(PRELUDE_TYPE);
    const text = JSON.stringify(prelude);
    stream[BEFORE_FIRST_WRITE] = (write) => {
      write(text);
      write(new Uint8Array(DELIMITER_BYTES));
    };
    return stream;
  }
}

function offerStreaming() {
  const isUnwanted = ["1", "true"].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA);
  if (!isUnwanted) globalThis.awslambda = { ...globalThis.awslambda, streamifyResponse, HttpResponseStream };
}

/** What a streaming handler asks for; undefined for any other handler. Throws `MalformedStreamingHandler`. */
function streamingOptions(handler) {
  const mark = handler[STREAMING];
  if (!mark) return undefined;
  if (mark !== "response") throw new MalformedStreamingHandler("Only response streaming is supported.");
  const highWaterMark = Number.parseInt(handler[HIGH_WATER_MARK], 10);
  return highWaterMark > 0 ? { highWaterMark } : {};
}

module.exports = { BEFORE_FIRST_WRITE, offerStreaming, streamingOptions };
