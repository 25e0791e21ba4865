import { promisify } from "node:util";
import { crc32, createInflateRaw, inflateRaw } from "node:zlib";
import { PackageError } from "../ports/packages.ts";
import { printable } from "./entry-name.ts";
import type { PackageEntry } from "./entries.ts";

const inflateAtOnce = promisify(inflateRaw);
/** Content up to this size is unpacked in one call; larger content, or what turns out larger, goes through a stream. */
const AT_ONCE_BYTES = 1_048_576;

/** Counts what is really unpacked, over all entries of a package. */
export class Budget {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Throws `PackageError` `too-large` once the limit is exceeded. */
  spend(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#bytesMax)
      throw new PackageError("too-large", `the package unpacks to more than ${this.#bytesMax} bytes`);
  }
}

/** The content of an entry, in pieces, counted and checked against what the zip declares. Throws `PackageError`. */
export async function* contentOf(entry: PackageEntry, budget: Budget): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let checksum = 0;
  for await (const piece of pieces(entry)) {
    budget.spend(piece.length);
    bytes += piece.length;
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (bytes !== entry.declaredBytes) throw corrupt(entry, `holds ${bytes} bytes and declares ${entry.declaredBytes}`);
  if (checksum !== entry.crc32) throw corrupt(entry, "has a wrong checksum");
}

async function* pieces(entry: PackageEntry): AsyncGenerator<Uint8Array> {
  if (!entry.deflated) {
    yield entry.data;
    return;
  }
  try {
    const small = entry.declaredBytes <= AT_ONCE_BYTES ? await inflateSmall(entry.data) : undefined;
    if (small === undefined) yield* inflateSlowly(entry.data);
    else yield small;
  } catch (error) {
    // Errors of whoever takes the pieces never come this way: a generator is not told of them.
    throw corrupt(entry, "cannot be decompressed", error);
  }
}

/** Undefined when there is more than expected. */
async function inflateSmall(data: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return await inflateAtOnce(data, { maxOutputLength: AT_ONCE_BYTES });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function* inflateSlowly(data: Uint8Array): AsyncGenerator<Uint8Array> {
  const stream = createInflateRaw({ chunkSize: 65_536 });
  stream.end(data);
  for await (const piece of stream) yield piece as Uint8Array;
}

function corrupt(entry: PackageEntry, why: string, cause?: unknown): PackageError {
  return new PackageError("not-a-zip", `the entry ${printable(entry.path.join("/"))} ${why}`, { cause });
}
