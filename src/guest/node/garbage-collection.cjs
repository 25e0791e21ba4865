"use strict";
// AWS starts Node.js with `--expose-gc`. As an argument that flag makes Node.js throw away its own code cache, which
// costs a fifth of the start; so `gc` appears when somebody first asks for it.

function offerGarbageCollection() {
  Object.defineProperty(globalThis, "gc", {
    configurable: true,
    get() {
      require("node:v8").setFlagsFromString("--expose-gc");
      const value = require("node:vm").runInNewContext("gc");
      Object.defineProperty(globalThis, "gc", { value, configurable: true, writable: true });
      return value;
    },
    set(value) {
      Object.defineProperty(globalThis, "gc", { value, configurable: true, writable: true });
    },
  });
}

module.exports = { offerGarbageCollection };
