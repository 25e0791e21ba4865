import { open } from "node:fs/promises";
import { StoreFullError } from "./ports/records.ts";

/** Writes a new file and flushes it to the disk. It has exactly this mode, whatever the umask. */
export async function writeNewFile(
  path: string,
  mode: number,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for await (const piece of content) await file.writeFile(piece);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes the names in a folder, so that files made, renamed or removed in it stay so after a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whether a call failed with this code of the operating system. */
export function failedWith(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
}

/** Turns a full disk, or a used up quota, into the error of the port and leaves other errors alone. */
export function asStoreError(error: unknown): unknown {
  return failedWith(error, "ENOSPC", "EDQUOT") ? new StoreFullError({ cause: error }) : error;
}
