import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const BINARY = fileURLToPath(new URL("../../../build/hearth-launcher", import.meta.url));
const SOURCE_FOLDER = fileURLToPath(new URL("launcher/", import.meta.url));
const BUILD_SCRIPT = fileURLToPath(new URL("../../../scripts/build-launcher.mjs", import.meta.url));

/** The launcher's path, or why there is none. */
export type LauncherBinary = { readonly path: string } | { readonly missing: string };

let resolution: Promise<LauncherBinary> | undefined;

/**
 * Finds the compiled launcher. When it is missing or older than its source it is compiled first, which takes about a
 * second, once. The answer is kept for the life of the process.
 */
export function resolveLauncher(): Promise<LauncherBinary> {
  resolution ??= findOrBuild();
  return resolution;
}

async function findOrBuild(): Promise<LauncherBinary> {
  if (await isFresh()) return { path: BINARY };
  const complaint = await build();
  if (complaint === undefined) return { path: BINARY };
  // An older binary speaks an older protocol; running it would fail in stranger ways than this.
  return { missing: complaint };
}

async function isFresh(): Promise<boolean> {
  const builtMs = await modifiedMs(BINARY);
  if (builtMs === undefined) return false;
  const names = await readdir(SOURCE_FOLDER).catch(() => []);
  const sourceMs = await Promise.all(names.map((name) => modifiedMs(SOURCE_FOLDER + name)));
  return sourceMs.every((ms) => ms === undefined || ms <= builtMs);
}

async function modifiedMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return undefined; // not there, which is an answer
  }
}

/** Returns undefined when it was built, or else what the script says. */
function build(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const script = spawn(process.execPath, [BUILD_SCRIPT], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    });
    let text = "";
    script.stderr.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    script.once("error", (error) => resolve(String(error)));
    script.once("close", (code) => resolve(code === 0 ? undefined : text.trim().split("\n", 1)[0]));
  });
}
