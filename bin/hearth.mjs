#!/usr/bin/env node
// The command line's first step, in plain JavaScript that every Node from 18 on can run: finds a Node that is new
// enough and the program itself, built (dist/) or as sources (src/, which Node runs by stripping the types).
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { dirname, join, sep } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const NODE_MAJOR = 24;
/** Earlier ones, as in the first Node 24, can lose committed pages (SQLite release notes, 3.51.3). */
const SQLITE_MIN = "3.51.3";
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The sources win in a checkout, so that a forgotten build is never run instead of what was just edited. What is
 * published has none, and Node strips no types below a folder `node_modules`.
 */
function program() {
  const files = root.split(sep).includes("node_modules")
    ? ["dist/cli/main.js"]
    : ["src/cli/main.ts", "dist/cli/main.js"];
  const found = files.map((file) => join(root, file)).find((file) => existsSync(file));
  if (found === undefined)
    fail("neither src/ nor dist/ is there, so this installation is incomplete. Install it again.");
  return found;
}

/** Node 24 as an npm package: an optional dependency, so it may be missing. */
function packagedNode() {
  try {
    const manifest = module
      .createRequire(import.meta.url)
      .resolve(`node-${process.platform}-${process.arch}/package.json`);
    const binary = join(dirname(manifest), "bin/node");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function fail(message) {
  process.stderr.write(`hearth: ${message}\n`);
  process.exit(1);
}

/**
 * Runs the same command on another Node. The channel tells it when this process is gone. Signals are passed on, but for
 * the Ctrl-C of a terminal, which reaches both of them by itself.
 */
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, HEARTH_REEXECUTED: "1" },
  });
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of SIGNALS) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

function isNewEnough({ node, sqlite = "0" }) {
  return Number(node.split(".")[0]) >= NODE_MAJOR && isAtLeast(sqlite, SQLITE_MIN);
}

/** Compared number by number: `localeCompare` would load the tables of all languages, 3 MB. */
function isAtLeast(version, least) {
  const parts = version.split(".").map(Number);
  const wanted = least.split(".").map(Number);
  const differing = wanted.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return differing < 0 || (parts[differing] ?? 0) > wanted[differing];
}

/**
 * Importing `node:http` reads everything that it exports, and with these three Node loads its whole WebSocket and fetch
 * client (3 MB, 50 modules), which nobody here uses.
 */
function forgetWebSockets() {
  const http = process.getBuiltinModule("node:http");
  for (const name of ["WebSocket", "CloseEvent", "MessageEvent"]) delete http[name];
}

if (isNewEnough(process.versions)) {
  if (process.env.HEARTH_REEXECUTED !== undefined) {
    delete process.env.HEARTH_REEXECUTED;
    process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
    process.channel?.unref();
  }
  module.enableCompileCache?.();
  forgetWebSockets();
  await import(pathToFileURL(program()).href);
} else {
  const node = process.env.HEARTH_REEXECUTED === undefined ? packagedNode() : undefined;
  if (node === undefined)
    fail(
      `the newest Node.js ${NODE_MAJOR} is needed and this is ${process.versions.node}. ` +
        `Install it, or run "npm install --include=optional" in ${root}, which brings one along on Linux.`,
    );
  runOn(node);
}
