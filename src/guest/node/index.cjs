"use strict";
// Entry point of the Node.js runtimes: logging first, then the handler, then the loop.
const { RuntimeApiClient } = require("./runtime-api-client.cjs");
const { patchConsole } = require("./console-log.cjs");
const { loadHandler } = require("./handler-loader.cjs");
const { hasCallbacks } = require("./features.cjs");
const { offerGarbageCollection } = require("./garbage-collection.cjs");
const { becomeFunction } = require("./stem.cjs");
const { searchNodePathForImports } = require("./import-search.cjs");
const { offerStreaming } = require("./streaming-handler.cjs");

// On AWS the entry point is an ES module, so nothing is the main module.
process.mainModule = undefined;
offerGarbageCollection();
searchNodePathForImports();
const client = new RuntimeApiClient(process.env.AWS_LAMBDA_RUNTIME_API);
const { rehearse, start } = hasCallbacks ? require("./callback-runtime.cjs") : require("./promise-runtime.cjs");

/** Sets the stage, loads the handler, and has `run` serve the events of a client. */
function begin(from, run) {
  offerStreaming();
  const logError = patchConsole();
  run(from, logError, () => loadHandler(process.env.LAMBDA_TASK_ROOT, process.env["_HANDLER"] ?? ""));
}

if (process.env["_HEARTH_STEM"] === undefined) begin(client, start);
else void becomeFunction(client, (standIn) => begin(standIn, rehearse)).then(() => begin(client, start));
