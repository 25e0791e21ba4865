"use strict";
// Finds the function that a handler string such as `dir/file.export` names. The order in which files are tried is
// that of the official runtime clients.
const fs = require("node:fs");
const path = require("node:path");
const Module = require("node:module");
const { HandlerNotFound, ImportModuleError, MalformedHandlerName, UserCodeSyntaxError } = require("./errors.cjs");
const { hasCallbacks } = require("./features.cjs");

/** The name shows in the "Require stack" of errors; AWS's own runtime has this one. */
const requireModule = Module.createRequire(path.join(__dirname, "index.mjs"));

/** `dir/file.export.nested` → folder, module and export. Throws `MalformedHandlerName`. */
function parseHandler(handler) {
  if (handler.includes(".."))
    throw new MalformedHandlerName(
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const name = path.basename(handler);
  const match = /^([^.]*)\.(.*)$/.exec(name);
  if (match === null) throw new MalformedHandlerName("Bad handler");
  return { folder: handler.slice(0, handler.indexOf(name)), moduleName: match[1], exportName: match[2] };
}

/** Whether the nearest `package.json` makes a `.js` file an ES module. */
function isInsideModulePackage(folder) {
  for (let at = folder; !at.endsWith("/node_modules"); at = path.dirname(at)) {
    const file = path.join(at, "package.json");
    if (fs.existsSync(file)) return hasTypeModule(file);
    if (at === path.dirname(at)) return false;
  }
  return false;
}

function hasTypeModule(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"))?.type === "module";
  } catch (error) {
    console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
    return false;
  }
}

/** Tries `file` with each ending. Returns undefined when there is no such file. */
async function loadFile(file) {
  if (fs.existsSync(file)) return hasCallbacks ? requireModule(file) : import(file);
  if (fs.existsSync(`${file}.js`)) return loadScript(`${file}.js`);
  if (fs.existsSync(`${file}.mjs`)) return import(`${file}.mjs`);
  if (fs.existsSync(`${file}.cjs`)) return requireModule(`${file}.cjs`);
  return undefined;
}

/**
 * A `.js` file is CommonJS unless its package says otherwise. Since Node.js 24 the official client imports it always,
 * which finds out by itself; requiring it first saves the time that setting up the ES module loader takes.
 */
async function loadScript(file) {
  if (isInsideModulePackage(path.dirname(file))) return import(file);
  if (hasCallbacks) return requireModule(file);
  try {
    // Without a parent, as if it had been imported: the runtime is not in the "Require stack" of errors.
    return Module["_load"](file, null, false);
  } catch (error) {
    if (error?.code === "ERR_REQUIRE_ASYNC_MODULE") return import(file);
    throw error;
  }
}

async function loadModule(taskRoot, folder, moduleName) {
  const file = path.resolve(taskRoot, folder, moduleName);
  try {
    return (
      (await loadFile(file)) ??
      requireModule(requireModule.resolve(moduleName, { paths: [taskRoot, path.join(taskRoot, folder)] }))
    );
  } catch (error) {
    if (error instanceof SyntaxError) throw syntaxError(error);
    if (error?.code === "MODULE_NOT_FOUND") throw importError(error);
    throw error;
  }
}

function importError(error) {
  return new ImportModuleError(String(error));
}

/** Since Node.js 24 the stack is that of the syntax error itself, which shows the line. */
function syntaxError(error) {
  const wrapped = new UserCodeSyntaxError(String(error));
  if (!hasCallbacks) wrapped.stack = error.stack;
  return wrapped;
}

function findExport(module, exportName) {
  return exportName.split(".").reduce((found, key) => found?.[key], module);
}

/** Loads the handler. Throws one of the runtime's errors, or whatever the function's module throws. */
async function loadHandler(taskRoot, handler) {
  const { folder, moduleName, exportName } = parseHandler(handler);
  const module = await loadModule(taskRoot, folder, moduleName);
  let found = findExport(module, exportName);
  if (!found && !hasCallbacks) found = findExport(module?.default, exportName);
  if (!found) throw new HandlerNotFound(`${handler} is undefined or not exported`);
  if (typeof found !== "function") throw new HandlerNotFound(`${handler} is not a function`);
  return found;
}

module.exports = { loadHandler };
