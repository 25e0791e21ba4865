import { readFileSync, rmSync } from "node:fs";
import { chmod, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a running server tells the command line of the same user: where it is, and the token of its private routes. */
export interface ServerFile {
  readonly pid: number;
  /** e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly version: string;
  readonly token: string;
}

const NAME = "server.json";

/** Replaces the file in one step; only the owner may read it. */
export async function writeServerFile(dataFolder: string, content: ServerFile): Promise<void> {
  const temporary = join(dataFolder, `.${NAME}.${content.pid}`);
  await writeFile(temporary, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  // The mode above counts only for a new file, and a server that was killed may have left this one.
  await chmod(temporary, 0o600);
  await rename(temporary, join(dataFolder, NAME));
}

/** Undefined when no server has started here, or when the file is not one of ours. Throws when it may not be read. */
export function readServerFile(dataFolder: string): ServerFile | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataFolder, NAME), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
  try {
    const content: unknown = JSON.parse(text);
    return isServerFile(content) ? content : undefined;
  } catch {
    // Half a file cannot come from us (it is renamed into place), so it is nobody's.
    return undefined;
  }
}

/** Removes the file when it is still that of this server. */
export function removeServerFile(dataFolder: string, pid: number): void {
  if (readServerFile(dataFolder)?.pid === pid) rmSync(join(dataFolder, NAME), { force: true });
}

function isServerFile(value: unknown): value is ServerFile {
  if (typeof value !== "object" || value === null) return false;
  const { pid, endpoint, version, token } = value as Partial<Record<keyof ServerFile, unknown>>;
  return [endpoint, version, token].every((member) => typeof member === "string") && typeof pid === "number";
}
