"use strict";
// The loop of nodejs20.x and nodejs22.x. An invocation ends by callback, context method, promise, or by the event loop
// running empty; uncaught errors are reported as its outcome and end the process.
const current = require("./current-invocation.cjs");
const { resetBeforeExit, setBeforeExit, watchBeforeExit } = require("./before-exit.cjs");
const { callbackContext } = require("./callback-context.cjs");
const { environmentMembers, eventMembers, exposeTraceId } = require("./context.cjs");
const { NodeJsExit, UnhandledPromiseRejection, errorPayload, xrayCause } = require("./errors.cjs");
const { streamingOptions } = require("./streaming-handler.cjs");

const UNCAUGHT_EXIT_CODE = 129;
const UNHANDLED_EXIT_CODE = 128;
const NEVER_SETTLED =
  "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes";

/** The result as JSON. A function or a symbol has none; the official client's words for that are as they are. */
function serialise(result) {
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result);
  } catch {
    throw new Error("Unable to stringify response body");
  }
  if (text === undefined) throw new TypeError("Wrong arguments");
  return text;
}

/** Named as in the official client, since the name shows in the stack of every error. */
class Runtime {
  constructor(client, logError) {
    this.client = client;
    this.logError = logError;
    /** The invocation that has no answer yet; null before the first one, undefined between two. */
    this.requestId = null;
    /** The answer that is on its way. */
    this.posting = undefined;
    this.isCrashing = false;
  }

  run(handler) {
    this.handler = handler;
    this.isAsync = handler.constructor?.name === "AsyncFunction";
    this.streaming = streamingOptions(handler);
    this.scheduleNext();
  }

  scheduleNext() {
    setImmediate(() => this.handleNext());
  }

  async handleNext() {
    if (this.isCrashing) return;
    this.requestId = undefined;
    const { headers, body } = await this.client.next();
    this.requestId = headers["lambda-runtime-aws-request-id"];
    current.requestId = this.requestId;
    current.tenantId = headers["lambda-runtime-aws-tenant-id"];
    if (this.streaming !== undefined) return this.handleOnceStreaming(headers, body);
    const answer = this.answerTo(this.requestId);
    const { callback, context } = callbackContext(answer);
    this.endWhenEmpty(answer);
    try {
      exposeTraceId(headers);
      const result = this.handler(
        JSON.parse(body),
        Object.assign(context, environmentMembers(), eventMembers(headers)),
        callback,
      );
      if (typeof result?.then === "function") result.then(context.succeed, context.fail).catch(context.fail);
    } catch (error) {
      callback(error);
    }
  }

  /** A handler that streams its response returns a promise; only then does the event loop matter. */
  async handleOnceStreaming(headers, body) {
    const { requestId } = this;
    const response = this.client.openResponse(requestId, this.streaming);
    const context = { callbackWaitsForEmptyEventLoop: true };
    resetBeforeExit();
    try {
      exposeTraceId(headers);
      Object.assign(context, environmentMembers(), eventMembers(headers));
      await response.complete(this.handler(JSON.parse(body), response.stream, context));
    } catch (error) {
      this.logError("Invoke Error", error);
      if (!(await response.fail(error))) await this.postError(requestId, error);
    }
    this.requestId = undefined;
    if (context.callbackWaitsForEmptyEventLoop) setBeforeExit(() => this.scheduleNext());
    else this.scheduleNext();
  }

  /** How one invocation is answered. Errors of serialising are thrown at whoever ended it. */
  answerTo(requestId) {
    return {
      succeed: (result) => {
        const text = serialise(result);
        this.settle(requestId, () => this.client.respond(requestId, text));
      },
      fail: (error) => {
        this.logError("Invoke Error", error);
        this.settle(requestId, () => this.postError(requestId, error));
      },
    };
  }

  /** A second answer to one invocation would be refused by the Runtime API, or taken for that of the next. */
  settle(requestId, post) {
    if (this.requestId !== requestId) {
      console.error(
        "Invocation has already been reported as done. Cannot call complete more than once per invocation.",
      );
      return;
    }
    this.requestId = undefined;
    this.posting = post().then(() => this.scheduleNext());
  }

  endWhenEmpty(answer) {
    setBeforeExit(() => {
      if (this.isAsync) answer.fail(new NodeJsExit(NEVER_SETTLED));
      else answer.succeed(null);
    });
  }

  postError(requestId, error) {
    const payload = errorPayload(error);
    return this.client.fail(requestId, JSON.stringify(payload), payload.errorType, xrayCause(error));
  }

  /** Reports an error that nothing caught as the outcome of the init phase or the invocation, and exits. */
  async crash(title, error, exitCode) {
    this.logError(title, error);
    if (this.isCrashing) return;
    this.isCrashing = true;
    const payload = errorPayload(error);
    if (this.requestId === null) await this.client.failInit(JSON.stringify(payload), payload.errorType);
    else if (this.requestId !== undefined) await this.postError(this.requestId, error);
    else await this.posting;
    process.exit(exitCode);
  }
}

function start(client, logError, load) {
  const runtime = new Runtime(client, logError);
  process.on("uncaughtException", (error) => runtime.crash("Uncaught Exception", error, UNCAUGHT_EXIT_CODE));
  process.on("unhandledRejection", (reason, promise) => {
    const error = new UnhandledPromiseRejection(reason, promise);
    void runtime.crash("Unhandled Promise Rejection", error, UNHANDLED_EXIT_CODE);
  });
  watchBeforeExit();
  load()
    .then((handler) => runtime.run(handler))
    .catch((error) => runtime.crash("Uncaught Exception", error, UNCAUGHT_EXIT_CODE));
}

/** The same in a runtime that has no function yet, which is not to leave anything behind. */
function rehearse(client, logError, load) {
  start(client, logError, load);
  for (const event of ["uncaughtException", "unhandledRejection", "beforeExit"]) process.removeAllListeners(event);
}

module.exports = { rehearse, start };
