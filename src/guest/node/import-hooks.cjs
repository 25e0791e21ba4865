"use strict";
// Hooks that look for packages in further folders (Node.js documentation, "Modules: node:module API").
const Module = require("node:module");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { isPackageMissing } = require("./missing-package.cjs");

/** Lets `import` find packages in these folders, each named `node_modules`, after it has looked everywhere else. */
function searchAlso(folders) {
  // What is imported from a place beside such a folder is looked for in it.
  const parents = folders.map((folder) => pathToFileURL(path.join(path.dirname(folder), "index.mjs")).href);
  if (Module.registerHooks === undefined)
    // Node.js 20 has hooks in a thread of their own only.
    Module.register(pathToFileURL(path.join(__dirname, "threaded-import-hooks.mjs")), { data: parents });
  else
    Module.registerHooks({
      resolve: (specifier, context, nextResolve) => resolve(parents, specifier, context, nextResolve),
    });
}

function resolve(parents, specifier, context, nextResolve) {
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    if (!isPackageMissing(specifier, error)) throw error;
    for (const parentURL of parents) {
      try {
        return nextResolve(specifier, { ...context, parentURL });
      } catch (other) {
        if (!isPackageMissing(specifier, other)) throw other;
      }
    }
    throw error;
  }
}

module.exports = { searchAlso };
