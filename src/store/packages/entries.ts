import { fromBufferPromise } from "yauzl";
import type { Entry } from "yauzl";
import { PackageError } from "../ports/packages.ts";
import { entryPath, printable, unsafe } from "./entry-name.ts";

/** Entries and folders of one package. Lambda names no limit of its own; this one keeps a crafted zip from using up the disk's inodes. */
export const ENTRIES_MAX = 100_000;

const LOCAL_HEADER_SIGNATURE = 0x04_03_4b_50;
const LOCAL_HEADER_BYTES = 30;
/** Hosts whose attributes hold a Unix mode in their upper half (APPNOTE.TXT 4.4.2): UNIX and OS X. */
const UNIX_HOSTS = new Set([3, 19]);
const TYPE_MASK = 0o170_000;
const TYPES: ReadonlyMap<number, PackageEntry["type"]> = new Map([
  [0, "file"],
  [0o100_000, "file"],
  [0o040_000, "folder"],
  [0o120_000, "link"],
]);

/** One entry, as the central directory declares it; nothing of it is trusted but that it does not leave the package. */
export interface PackageEntry {
  readonly type: "file" | "folder" | "link";
  readonly path: readonly string[];
  /** Permission bits; undefined when the zip was made where there are none. */
  readonly mode: number | undefined;
  /** Content as it lies in the zip. */
  readonly data: Uint8Array;
  readonly deflated: boolean;
  readonly declaredBytes: number;
  readonly crc32: number;
}

/** Reads the directory of a zip without unpacking anything. Throws `PackageError`. */
export async function readEntries(zip: Buffer): Promise<readonly PackageEntry[]> {
  const entries: PackageEntry[] = [];
  const extents: [start: number, end: number][] = [];
  for await (const entry of rawEntries(zip)) {
    if (extents.length >= ENTRIES_MAX) throw tooMany();
    const { data, start } = contentOf(zip, entry);
    extents.push([start, data.byteOffset + data.byteLength - zip.byteOffset]);
    const path = entryPath(entry);
    if (path.length > 0) entries.push({ ...describe(entry, path), path, data });
  }
  refuseOverlaps(extents);
  return entries;
}

/** What the files of a package hold together, if its directory tells the truth; unpacking finds out. */
export function declaredBytesOf(entries: readonly PackageEntry[]): number {
  return entries.reduce((sum, { declaredBytes }) => sum + declaredBytes, 0);
}

export function tooMany(): PackageError {
  return new PackageError("too-many-entries", `the package holds more than ${ENTRIES_MAX} files and folders`);
}

async function* rawEntries(zip: Buffer): AsyncGenerator<Entry> {
  try {
    const file = await fromBufferPromise(zip, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true });
    yield* file.eachEntry();
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw notAZip(error instanceof Error ? error.message : String(error), error);
  }
}

function notAZip(why: string, cause?: unknown): PackageError {
  return new PackageError("not-a-zip", `the package is not a readable zip: ${why}`, { cause });
}

/** Where the content of an entry lies, found by its local header. */
function contentOf(zip: Buffer, entry: Entry): { data: Buffer; start: number } {
  const start = entry.relativeOffsetOfLocalHeader;
  if (start + LOCAL_HEADER_BYTES > zip.length || zip.readUInt32LE(start) !== LOCAL_HEADER_SIGNATURE)
    throw notAZip(`the entry ${printable(entry.fileNameRaw.toString("utf8"))} has no header`);
  const dataStart = start + LOCAL_HEADER_BYTES + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
  const dataEnd = dataStart + entry.compressedSize;
  if (dataEnd > zip.length) throw notAZip(`the entry ${printable(entry.fileNameRaw.toString("utf8"))} is cut off`);
  return { data: zip.subarray(dataStart, dataEnd), start };
}

function describe(entry: Entry, path: readonly string[]): Omit<PackageEntry, "path" | "data"> {
  const name = path.join("/");
  if (entry.isEncrypted()) throw notAZip(`the entry ${printable(name)} is encrypted`);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw notAZip(
      `the entry ${printable(name)} uses compression method ${entry.compressionMethod}; only deflate is known`,
    );
  const unixMode = UNIX_HOSTS.has(entry.versionMadeBy >>> 8) ? entry.externalFileAttributes >>> 16 : 0;
  const type = entry.fileNameRaw.at(-1) === 0x2f ? "folder" : TYPES.get(unixMode & TYPE_MASK);
  if (type === undefined) throw unsafe(name, "is a device, a pipe or a socket");
  if (type === "folder" && entry.uncompressedSize > 0) throw notAZip(`the folder ${printable(name)} has content`);
  return {
    type,
    mode: unixMode === 0 ? undefined : unixMode & 0o777,
    deflated: entry.compressionMethod === 8,
    declaredBytes: entry.uncompressedSize,
    crc32: entry.crc32,
  };
}

/** Entries that share bytes make a small zip unpack to any size (the "better zip bomb" of 2019); honest ones never do. */
function refuseOverlaps(extents: [start: number, end: number][]): void {
  extents.sort(([one], [other]) => one - other);
  let end = 0;
  for (const [start, next] of extents) {
    if (start < end) throw notAZip("its entries overlap");
    end = next;
  }
}
