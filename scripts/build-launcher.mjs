// Compiles the sandbox launcher (src/sandbox/namespace/launcher/*.c) to build/hearth-launcher.
//   node scripts/build-launcher.mjs             fails when it cannot be compiled
//   node scripts/build-launcher.mjs --optional  says so and succeeds: used by npm's postinstall
// Plain JavaScript for any Node from 20, since it runs before Node 24 is in place.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const sourceFolder = join(home, "src/sandbox/namespace/launcher");
const binary = join(home, "build/hearth-launcher");
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
/** A static binary needs nothing of the system it runs on, starts sooner and keeps less memory per sandbox. */
const LINKAGES = [["-static"], []];

function isFresh(sources) {
  if (!existsSync(binary)) return false;
  const builtMs = statSync(binary).mtimeMs;
  return sources.every((source) => statSync(source).mtimeMs <= builtMs);
}

/** Returns undefined when a compiler made the binary, or else what the last one complained about. */
function compile(sources) {
  // Compiled beside its place and renamed, so that a half-written binary is never run, whoever else builds at once.
  mkdirSync(dirname(binary), { recursive: true });
  const folder = mkdtempSync(join(dirname(binary), "launcher-"));
  const output = join(folder, "hearth-launcher");
  let complaint = "no C compiler was found (cc, gcc or clang)";
  try {
    for (const compiler of [process.env.CC, "cc", "gcc", "clang"].filter(Boolean))
      for (const linkage of LINKAGES) {
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

function main() {
  if (process.platform !== "linux") return undefined;
  if (!existsSync(sourceFolder)) return `the launcher's source is not in ${sourceFolder}`;
  const sources = readdirSync(sourceFolder)
    .filter((name) => /\.[ch]$/.test(name))
    .map((name) => join(sourceFolder, name));
  if (isFresh(sources)) return undefined;
  return compile(sources.filter((source) => source.endsWith(".c")));
}

const complaint = main();
if (complaint !== undefined) {
  console.error(
    `Hearth's sandbox launcher was not built: ${complaint}\n` +
      "Without it functions run as plain processes, which does not isolate them. Install a C compiler and the C " +
      'library\'s headers (Debian and Ubuntu: "apt-get install gcc libc6-dev"), then run "npm run build:launcher". ' +
      '"hearth doctor" tells what this machine can isolate.',
  );
  if (!isOptional) process.exitCode = 1;
}
