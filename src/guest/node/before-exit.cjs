"use strict";
// What happens when the event loop runs empty in the middle of an invocation. The listener lives under a well-known
// symbol, because tracing tools wrap it there.

const LISTENER = Symbol.for("aws.lambda.beforeExit");

function setBeforeExit(listener) {
  globalThis[LISTENER] = listener;
}

function resetBeforeExit() {
  setBeforeExit(() => {});
}

function watchBeforeExit() {
  resetBeforeExit();
  process.on("beforeExit", () => globalThis[LISTENER]());
}

module.exports = { resetBeforeExit, setBeforeExit, watchBeforeExit };
