"use strict";
// The loop of nodejs24.x: handlers return their result or a promise of it. Uncaught errors are left to Node.js, which
// prints them and exits with status 1; a promise that never settles lets the process run out of work and exit.
const current = require("./current-invocation.cjs");
const { environmentMembers, eventMembers, exposeTraceId } = require("./context.cjs");
const { CallbackHandlerDeprecated, JSONStringifyError, errorPayload, xrayCause } = require("./errors.cjs");
const { streamingOptions } = require("./streaming-handler.cjs");

const CALLBACKS_REMOVED =
  "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.";

/** The result as JSON. A function or a symbol has none; the official client's words for that are as they are. */
function serialise(result) {
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result);
  } catch {
    throw new JSONStringifyError("Unable to stringify response body");
  }
  if (text === undefined) throw new TypeError("Wrong arguments");
  return text;
}

/** Named as in the official client, since the name shows in the stack of every error. */
class BufferedInvokeProcessor {
  constructor(client, logError, handler) {
    this.client = client;
    this.logError = logError;
    this.handler = handler;
  }

  async processInvoke({ headers, body }) {
    const requestId = headers["lambda-runtime-aws-request-id"];
    let answer;
    try {
      const result = await this.handler(JSON.parse(body), contextOf(headers));
      answer = serialise(result);
    } catch (error) {
      this.logError("Invoke Error", error);
      await postError(this.client, requestId, error);
      return;
    }
    await this.client.respond(requestId, answer);
  }
}

/** The same for a handler that streams its response. */
class StreamingInvokeProcessor {
  constructor(client, logError, handler, options) {
    this.client = client;
    this.logError = logError;
    this.handler = handler;
    this.options = options;
  }

  async processInvoke({ headers, body }) {
    const requestId = headers["lambda-runtime-aws-request-id"];
    const response = this.client.openResponse(requestId, this.options);
    try {
      await response.complete(this.handler(JSON.parse(body), response.stream, contextOf(headers)));
    } catch (error) {
      this.logError("Invoke Error", error);
      if (!(await response.fail(error))) await postError(this.client, requestId, error);
    }
  }
}

function contextOf(headers) {
  const xRayTraceId = exposeTraceId(headers);
  return { ...eventMembers(headers), xRayTraceId, ...environmentMembers() };
}

function postError(client, requestId, error) {
  const payload = errorPayload(error);
  return client.fail(requestId, JSON.stringify(payload), payload.errorType, xrayCause(error));
}

/** Loads the handler and returns what runs it. */
async function loadOrReport(client, logError, load) {
  try {
    const handler = await load();
    const options = streamingOptions(handler);
    if (options !== undefined) return new StreamingInvokeProcessor(client, logError, handler, options);
    if (handler.length >= 3) throw new CallbackHandlerDeprecated(CALLBACKS_REMOVED);
    return new BufferedInvokeProcessor(client, logError, handler);
  } catch (error) {
    logError("Init Error", error);
    const payload = errorPayload(error);
    await client.failInit(JSON.stringify(payload), payload.errorType);
    throw error;
  }
}

/** Never ends. A rejection is the end of the process. */
async function start(client, logError, load) {
  await serveAll(client, await loadOrReport(client, logError, load));
}

async function serveAll(client, processor) {
  for (;;) {
    const invocation = await client.next();
    current.requestId = invocation.headers["lambda-runtime-aws-request-id"];
    current.tenantId = invocation.headers["lambda-runtime-aws-tenant-id"];
    await processor.processInvoke(invocation);
  }
}

// What `start` does leaves nothing behind, so a runtime that has no function yet can do the same.
module.exports = { rehearse: start, start };
