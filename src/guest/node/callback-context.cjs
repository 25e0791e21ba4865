"use strict";
// The ways in which a handler of nodejs20.x and nodejs22.x ends its invocation: callback, `context.done`, `succeed`,
// `fail`, or the promise it returned. Whichever comes first counts.
const { resetBeforeExit, setBeforeExit } = require("./before-exit.cjs");

/** Wraps actions of which one may be called, once. One that throws has not been called. */
function onlyFirst() {
  let called = false;
  return (action) =>
    (...words) => {
      if (called) return;
      action(...words);
      called = true;
    };
}

/**
 * Makes the callback and the context's part of it. `answer` is told how the invocation ended: `answer.fail(error)` or
 * `answer.succeed(result)`.
 */
function callbackContext(answer) {
  let waitsForEmptyEventLoop = true;
  const end = (error, result) => {
    resetBeforeExit();
    if (error !== undefined && error !== null) answer.fail(error);
    else answer.succeed(result);
  };
  const callback = (error, result) => {
    if ((error === undefined || error === null) && waitsForEmptyEventLoop) {
      resetBeforeExit();
      setBeforeExit(() => setImmediate(() => answer.succeed(result)));
    } else end(error, result);
  };
  const first = onlyFirst();
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return waitsForEmptyEventLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waitsForEmptyEventLoop = value;
    },
    succeed: first((result) => end(null, result)),
    fail: first((error) => end(error ?? "handled")),
    done: first(end),
  };
  return { callback: first(callback), context };
}

module.exports = { callbackContext };
