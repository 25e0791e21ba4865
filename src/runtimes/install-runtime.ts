import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nodePackageName, runtimeFolder } from "./find-node.ts";
import { NODE_MAJORS, nodeRuntimeName } from "./identifiers.ts";
import { interpreterAt } from "./interpreter.ts";
import { RuntimeInstallError } from "./runtime-install-error.ts";

/** What `installRuntime` can install. */
export const INSTALLABLE_RUNTIMES: readonly string[] = NODE_MAJORS.map(nodeRuntimeName);

export interface InstallOptions {
  readonly dataFolder: string;
  /** Told one line at a time what is going on. */
  readonly onProgress?: (line: string) => void;
  /** Variables for npm, which has its own ways of finding registry, proxy and certificates. The process's by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface InstalledRuntime {
  readonly name: string;
  /** Absolute path of the interpreter. */
  readonly program: string;
}

/**
 * Installs a runtime into the data folder with the machine's npm. A former installation is replaced once the new one is
 * complete. Throws `RuntimeInstallError`.
 */
export async function installRuntime(name: string, options: InstallOptions): Promise<InstalledRuntime> {
  const major = NODE_MAJORS.find((candidate) => nodeRuntimeName(candidate) === name);
  if (major === undefined) {
    const known = INSTALLABLE_RUNTIMES.join(", ");
    throw new RuntimeInstallError("unknown-runtime", `${name} cannot be installed by Hearth; these can: ${known}.`);
  }
  const progress = options.onProgress ?? ((): void => undefined);
  const target = runtimeFolder(options.dataFolder, name);
  const folder = stagingFolder(target);
  try {
    progress(`Installing ${nodePackageName()}@${major} with npm`);
    await npmInstall(folder, `${nodePackageName()}@${major}`, options, progress);
    const program = join("node_modules", nodePackageName(), "bin/node");
    if (interpreterAt(join(folder, program)) === undefined)
      throw new RuntimeInstallError("npm-failed", `npm installed no interpreter for this machine (${process.arch}).`);
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
    progress(`Installed ${name} in ${target}`);
    return { name, program: join(target, program) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder beside the target, so that a finished installation only has to be renamed. */
function stagingFolder(target: string): string {
  try {
    mkdirSync(dirname(target), { recursive: true });
    const folder = mkdtempSync(`${target}.installing-`);
    // Without a manifest of its own npm would look for one in the folders above.
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    return folder;
  } catch (error) {
    const message = `The runtime cannot be written to ${dirname(target)}: ${String(error)}`;
    throw new RuntimeInstallError("data-folder", message, { cause: error });
  }
}

function npmInstall(
  folder: string,
  spec: string,
  options: InstallOptions,
  progress: (line: string) => void,
): Promise<void> {
  const words = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock", spec];
  return new Promise((resolve, reject) => {
    const child = spawn("npm", words, {
      cwd: folder,
      env: { ...(options.environment ?? process.env) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const tail: string[] = [];
    const take = (piece: Buffer): void => {
      for (const line of piece.toString().split("\n").filter(Boolean)) {
        tail.push(line);
        progress(line);
      }
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (cause) => {
      const message = "npm could not be started; it comes with Node.js and has to be on the PATH.";
      reject(new RuntimeInstallError("npm-missing", message, { cause }));
    });
    child.on("close", (exitCode) => {
      if (exitCode === 0) resolve();
      else
        reject(new RuntimeInstallError("npm-failed", `npm failed (status ${exitCode}): ${tail.slice(-3).join(" ")}`));
    });
  });
}
