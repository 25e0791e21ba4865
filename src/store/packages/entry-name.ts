import { isUtf8 } from "node:buffer";
import { getFileNameLowLevel } from "yauzl";
import type { Entry } from "yauzl";
import { PackageError } from "../ports/packages.ts";

/** Bit 11 of the general purpose flag: the name is UTF-8 (APPNOTE.TXT 4.4.4). */
const UTF8_FLAG = 0x8_00;
/** Extra field of Info-ZIP with the name in UTF-8 (APPNOTE.TXT 4.6.9). */
const UNICODE_PATH_FIELD = 0x70_75;
/** Longest name of a file or folder that Linux file systems take. */
const COMPONENT_BYTES_MAX = 255;
/** Longest path within a package; Linux takes 4,096 bytes with the folder of the package before it. */
const PATH_BYTES_MAX = 3_500;

/**
 * The parts of an entry's path, without `.` and empty ones; none at all for the root itself. Names that are marked as
 * UTF-8, or are valid UTF-8, are that; others are code page 437, as the format says. Throws `PackageError`
 * `unsafe-entry` for a path that leaves the package or that systems understand in different ways.
 */
export function entryPath(entry: Entry): readonly string[] {
  const name = decode(entry);
  if (name.includes("\0")) throw unsafe(name, "contains a NUL byte");
  if (name.includes("\\")) throw unsafe(name, "contains a backslash; make the zip with forward slashes");
  if (name.startsWith("/")) throw unsafe(name, "is an absolute path");
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw unsafe(name, "leaves the package");
  if (parts.some((part) => Buffer.byteLength(part) > COMPONENT_BYTES_MAX) || Buffer.byteLength(name) > PATH_BYTES_MAX)
    throw unsafe(name, "is too long for a file system");
  return parts;
}

function decode(entry: Entry): string {
  const { fileNameRaw, generalPurposeBitFlag, extraFields } = entry;
  if (!extraFields.some(({ id }) => id === UNICODE_PATH_FIELD)) {
    if (isUtf8(fileNameRaw)) return fileNameRaw.toString("utf8");
    if ((generalPurposeBitFlag & UTF8_FLAG) !== 0)
      throw new PackageError("not-a-zip", `the name ${printable(fileNameRaw.toString("latin1"))} is not valid UTF-8`);
  }
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
}

/** An entry that may not be unpacked. */
export function unsafe(name: string, why: string): PackageError {
  return new PackageError("unsafe-entry", `the entry ${printable(name)} ${why}`);
}

/** A name as it may stand in a message: short, and on one line. */
export function printable(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}
