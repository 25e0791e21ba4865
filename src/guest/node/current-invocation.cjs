"use strict";
// What log lines say about the invocation they belong to.

const { hasCallbacks } = require("./features.cjs");

module.exports = {
  /** The official clients print `undefined` before the first event up to Node.js 22, and a dash since. */
  requestId: hasCallbacks ? undefined : "-",
  tenantId: undefined,
};
