import { constants, existsSync } from "node:fs";
import { access, chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { failedWith, syncFolder, writeNewFile } from "../durable-files.ts";

/** Layout of the folder. It rises when an older Hearth could no longer read what a newer one wrote, or the reverse. */
const FORMAT = 1;
const FORMAT_FILE = "format.json";
const LOCK_FILE = "lock.sqlite";
/** Holds the number of the process that has the lock; only for messages, the lock itself is the kernel's. */
const OWNER_FILE = "owner.pid";
const PROBE_FILE = ".probe";
/** Enough for the databases to open and take a few writes. */
const PROBE_BYTES = 262_144;
/**
 * What a folder may hold that has no format yet: the traces of a start that was cut short, of the file system, and
 * runtimes that were installed before the first start.
 */
const MAY_PRECEDE_FORMAT = new Set(["runtimes", LOCK_FILE, OWNER_FILE, PROBE_FILE, `${FORMAT_FILE}.new`, "lost+found"]);

/**
 * - `not-a-folder`: something else has that name
 * - `not-ours`: the folder holds files and none of them says that it is a data folder
 * - `other-version`: another version of Hearth wrote it
 * - `in-use`: another server has it open
 * - `read-only`, `full`, `denied`: it cannot be written to
 */
export type DataFolderErrorCode =
  | "not-a-folder"
  | "not-ours"
  | "other-version"
  | "in-use"
  | "read-only"
  | "full"
  | "denied";

export class DataFolderError extends Error {
  readonly code: DataFolderErrorCode;

  constructor(code: DataFolderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DataFolderError";
    this.code = code;
  }
}

/**
 * Takes a lock on a file that the kernel drops when the process ends, however it ends; undefined when another process
 * has it. An adapter provides it, since Node itself has no such call.
 */
export type FileLock = (file: string) => { release(): void } | undefined;

/** The one folder in which a server keeps everything. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  readonly databaseFolder: string;
  readonly packageFolder: string;
  /** The layers of functions, merged; on the file system of the packages. */
  readonly layerFolder: string;
  /** Lets another server have it. */
  release(): Promise<void>;
}

/**
 * Makes or opens a data folder and keeps other servers out of it until `release`, or until this process dies. The
 * folder is for its owner alone (it holds secrets); guests see packages through mounts, which do not pass through it.
 * Throws `DataFolderError`.
 */
export async function openDataFolder(folder: string, options: { lock: FileLock }): Promise<DataFolder> {
  const path = resolve(folder);
  return explained(path, async () => {
    await makeFolder(path);
    const isNew = (await readFormat(path)) === undefined;
    if (isNew) await adopt(path);
    await access(path, constants.W_OK);
    const lock = options.lock(join(path, LOCK_FILE));
    if (lock === undefined) throw await inUse(path);
    try {
      await probe(path);
      await writeFile(join(path, OWNER_FILE), `${process.pid}\n`);
      if (isNew) await writeFormat(path);
    } catch (error) {
      lock.release();
      throw error;
    }
    return {
      path,
      databaseFolder: join(path, "database"),
      packageFolder: join(path, "packages"),
      layerFolder: join(path, "layers"),
      release: async () => {
        await rm(join(path, OWNER_FILE), { force: true });
        lock.release();
      },
    };
  });
}

/**
 * Makes a folder and those above it. Node's own recursive call never comes back from places that take no folders, such
 * as /proc: there making one fails with ENOENT although everything above is there.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (failedWith(error, "EEXIST") && (await stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (!failedWith(error, "ENOENT") || existsSync(above)) throw error;
    await makeFolder(above);
    await makeFolder(path);
  }
}

/** The format of the folder, which is ours; undefined when it has none. */
async function readFormat(path: string): Promise<number | undefined> {
  let text: string;
  try {
    text = await readFile(join(path, FORMAT_FILE), "utf8");
  } catch (error) {
    if (failedWith(error, "ENOENT")) return undefined;
    throw error;
  }
  const found = formatIn(text);
  if (found === FORMAT) return found;
  throw new DataFolderError(
    "other-version",
    `the data folder ${path} has format ${found ?? "unknown"} and this version of Hearth uses format ${FORMAT}; ` +
      "start the version that made it, or choose another folder with --data",
  );
}

function formatIn(text: string): number | undefined {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== "object" || content === null || !("format" in content)) return undefined;
    return typeof content.format === "number" ? content.format : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Makes a folder ours that was made a moment ago or is empty. */
async function adopt(path: string): Promise<void> {
  const strange = (await readdir(path)).find((name) => !MAY_PRECEDE_FORMAT.has(name));
  if (strange !== undefined)
    throw new DataFolderError(
      "not-ours",
      `${path} is not a data folder of Hearth and is not empty (it holds ${strange}); choose another folder with --data`,
    );
  await chmod(path, 0o700);
}

async function writeFormat(path: string): Promise<void> {
  const draft = join(path, `${FORMAT_FILE}.new`);
  await rm(draft, { force: true });
  await writeNewFile(draft, 0o600, [Buffer.from(`${JSON.stringify({ format: FORMAT })}\n`)]);
  await rename(draft, join(path, FORMAT_FILE));
  await syncFolder(path);
}

/** Throws what the file system says when it is read-only or full. */
async function probe(path: string): Promise<void> {
  const file = join(path, PROBE_FILE);
  await rm(file, { force: true });
  try {
    await writeNewFile(file, 0o600, [Buffer.alloc(PROBE_BYTES, 1)]);
  } finally {
    await rm(file, { force: true });
  }
}

async function inUse(path: string): Promise<DataFolderError> {
  const pid = await readFile(join(path, OWNER_FILE), "utf8").catch((error: unknown) => {
    if (failedWith(error, "ENOENT")) return "";
    throw error;
  });
  const who = pid.trim() === "" ? "another process" : `process ${pid.trim()}`;
  return new DataFolderError(
    "in-use",
    `the data folder ${path} is in use by ${who}; stop that server, or choose another folder with --data`,
  );
}

/** Puts what the system says about the folder in words that name the cause and the cure. */
async function explained<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw explain(path, error) ?? error;
  }
}

function explain(path: string, cause: unknown): DataFolderError | undefined {
  const choose = "or choose another folder with --data";
  if (failedWith(cause, "ENOTDIR", "EEXIST"))
    return new DataFolderError("not-a-folder", `${path} is not a folder; remove it, ${choose}`, { cause });
  if (failedWith(cause, "EROFS"))
    return new DataFolderError("read-only", `${path} lies on a read-only file system; remount it, ${choose}`, {
      cause,
    });
  if (failedWith(cause, "ENOSPC", "EDQUOT"))
    return new DataFolderError("full", `the disk that holds ${path} is full; free some space, ${choose}`, { cause });
  if (failedWith(cause, "ENOENT"))
    return new DataFolderError("denied", `no folder can be made at ${path}; choose another one with --data`, { cause });
  if (failedWith(cause, "EACCES", "EPERM"))
    return new DataFolderError("denied", `this user may not write to ${path}; change its owner, ${choose}`, { cause });
  return undefined;
}
