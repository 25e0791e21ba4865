import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { RuntimeInstallError } from "./runtime-install-error.ts";

export interface InstallerRun {
  readonly program: "npm" | "mvn" | "cc";
  readonly words: readonly string[];
  readonly folder: string;
  /** The installers have their own ways of finding registry, proxy and certificates. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
  /** What to say when there is no such program. */
  readonly missing: string;
}

/** Runs npm, Maven or the C compiler to its end. Throws `RuntimeInstallError` with the last lines that it printed. */
export function runInstaller(run: InstallerRun): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(run.program, run.words, {
      cwd: run.folder,
      env: { ...run.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const tail: string[] = [];
    const take = (piece: Buffer): void => {
      for (const line of stripVTControlCharacters(piece.toString()).split("\n").filter(Boolean)) {
        tail.push(line);
        run.onProgress(line);
      }
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (cause) => reject(new RuntimeInstallError(`${run.program}-missing`, run.missing, { cause })));
    child.on("close", (exitCode) => {
      if (exitCode === 0) return resolve();
      const said = tail.slice(-3).join(" ");
      reject(new RuntimeInstallError(`${run.program}-failed`, `${run.program} failed (status ${exitCode}): ${said}`));
    });
  });
}
