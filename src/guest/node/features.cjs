"use strict";
// What sets the runtimes apart: AWS removed callback-style handlers, `context.done` and its kin, and the runtime's own
// handling of uncaught errors with nodejs24.x.

const hasCallbacks = Number.parseInt(process.versions.node, 10) < 24;

module.exports = { hasCallbacks };
