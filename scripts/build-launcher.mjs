// Compiles what is written in C: the sandbox launcher (src/sandbox/namespace/launcher/*.c) to build/hearth-launcher, and the
// connection of Node.js runtimes (guest/node/native/*.c) to connection.node in the folder that they are given.
//   node scripts/build-launcher.mjs             fails when it cannot be compiled
//   node scripts/build-launcher.mjs --optional  says so and succeeds: used by npm's postinstall
// Plain JavaScript for any Node from 20, since it runs before Node 24 is in place.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const isOptional = process.argv.includes("--optional");

const FLAGS = [
  "-std=gnu11",
  "-O2",
  "-Wall",
  "-Wextra",
  "-Wno-missing-field-initializers",
  "-fstack-protector-strong",
  "-s",
];
const LAUNCHER = {
  sourceFolder: join(home, "src/sandbox/namespace/launcher"),
  binary: join(home, "build/hearth-launcher"),
  /** A static binary needs nothing of the system it runs on, starts sooner and keeps less memory per sandbox. */
  linkages: [["-static"], []],
};
/** In the repository, and in the package. */
const CONNECTIONS = ["src", "dist"].map((folder) => ({
  sourceFolder: join(home, folder, "guest/node/native"),
  binary: join(home, folder, "guest/node/connection.node"),
  linkages: [["-shared", "-fPIC", "-fvisibility=hidden"]],
}));

function isFresh(binary, sources) {
  if (!existsSync(binary)) return false;
  const builtMs = statSync(binary).mtimeMs;
  return sources.every((source) => statSync(source).mtimeMs <= builtMs);
}

/** Returns undefined when a compiler made the binary, or else what the last one complained about. */
function compile({ binary, linkages }, sources) {
  // Compiled beside its place and renamed, so that a half-written binary is never run, whoever else builds at once.
  mkdirSync(dirname(binary), { recursive: true });
  const folder = mkdtempSync(join(dirname(binary), "building-"));
  const output = join(folder, basename(binary));
  let complaint = "no C compiler was found (cc, gcc or clang)";
  try {
    for (const compiler of [process.env.CC, "cc", "gcc", "clang"].filter(Boolean))
      for (const linkage of linkages) {
        const result = spawnSync(compiler, [...FLAGS, ...linkage, "-o", output, ...sources], { encoding: "utf8" });
        if (result.error !== undefined) continue;
        if (result.status === 0) {
          renameSync(output, binary);
          return undefined;
        }
        complaint = `${compiler} failed:\n${result.stderr.trim()}`;
      }
    return complaint;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(target) {
  if (process.platform !== "linux") return undefined;
  if (!existsSync(target.sourceFolder)) return `there is no folder ${target.sourceFolder}`;
  const sources = readdirSync(target.sourceFolder)
    .filter((name) => /\.[ch]$/.test(name))
    .map((name) => join(target.sourceFolder, name));
  if (isFresh(target.binary, sources)) return undefined;
  return compile(
    target,
    sources.filter((source) => source.endsWith(".c")),
  );
}

const complaint = build(LAUNCHER);
if (complaint !== undefined) {
  console.error(
    `Hearth's sandbox launcher was not built: ${complaint}\n` +
      "Without it functions run as plain processes, which does not isolate them. Install a C compiler and the C " +
      'library\'s headers (Debian and Ubuntu: "apt-get install gcc libc6-dev"), then run "npm run build:launcher". ' +
      '"hearth doctor" tells what this machine can isolate.',
  );
  if (!isOptional) process.exitCode = 1;
}
for (const connection of CONNECTIONS.filter(({ sourceFolder }) => existsSync(sourceFolder))) {
  const reason = build(connection);
  if (reason !== undefined)
    console.error(
      `The connection of Node.js functions was not built: ${reason}\n` +
        "They use that of Node.js instead, which takes 0.8 MB more in each of their environments.",
    );
}
