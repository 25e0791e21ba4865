import { closeSync, constants, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { mkdir, readdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../base/index.ts";

/** How often a cgroup is tried to be removed: dead processes leave it a moment after they are reaped. */
const REMOVE_ATTEMPTS = 200;
const REMOVE_PAUSE_MS = 5;

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Sets a value. Without the flag a missing file would be reported as one that may not be created. */
export function writeValue(path: string, text: string): Promise<void> {
  return writeFile(path, text, { flag: constants.O_WRONLY });
}

/**
 * Sets a value at once, where the kernel answers in microseconds: handing it to another thread and back would take ten
 * times as long.
 */
export function writeValueNow(path: string, text: string): void {
  const file = openSync(path, constants.O_WRONLY);
  try {
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

export async function writeIfThere(path: string, text: string): Promise<void> {
  try {
    await writeValue(path, text);
  } catch (error) {
    // Kernels are built with and without swap accounting.
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

export function readNumber(path: string): number {
  return Number(readText(path)) || 0;
}

const numberText = Buffer.alloc(24);

/** A number that is read often. Its file stays open, since opening and closing it cost many times what reading it does. */
export class NumberFile {
  readonly #path: string;
  #file: number | undefined;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** 0 when the file is not there, or when this is closed. */
  read(): number {
    if (this.#isClosed) return 0;
    try {
      this.#file ??= openSync(this.#path, constants.O_RDONLY);
      const length = readSync(this.#file, numberText, 0, numberText.length, 0);
      return Number(numberText.toString("latin1", 0, length)) || 0;
    } catch (error) {
      if (isAbsent(error)) return 0;
      throw error;
    }
  }

  close(): void {
    this.#isClosed = true;
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** The number behind a word of a `name value` file, 0 when it is not there. */
export function readField(path: string, name: string): number {
  const line = readText(path)
    .split("\n")
    .find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1)) || 0;
}

/** The cgroup has been removed meanwhile, or the kernel does not count this. */
function isAbsent(error: unknown): boolean {
  return hasCode(error, "ENOENT", "ENODEV");
}

/** Empty when the file is not there. */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isAbsent(error)) return "";
    throw error;
  }
}

export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
}

/** Removes a cgroup and those within, waiting for the last processes to leave. Throws when they do not. */
export async function removeCgroup(path: string, clock: Clock): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rmdir(path);
      return;
    } catch (error) {
      if (hasCode(error, "ENOENT")) return;
      if (!hasCode(error, "EBUSY", "ENOTEMPTY") || attempt === REMOVE_ATTEMPTS) throw error;
    }
    if (attempt === 1) for (const inner of await innerCgroups(path)) await removeCgroup(inner, clock);
    else await clock.sleep(REMOVE_PAUSE_MS);
  }
}

/** The cgroups directly within one. */
export async function innerCgroups(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
