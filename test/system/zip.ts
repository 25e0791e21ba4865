import { once } from "node:events";
import { ZipFile } from "yazl";

export interface ZipEntry {
  readonly content: string | Uint8Array;
  /** Unix permission bits. */
  readonly mode?: number;
}

/** One for all, so that the same files make the same zip whenever that is. */
const MODIFIED = new Date("2024-01-01T00:00:00Z");

/** Packs files into a zip, as `zip -r` would. */
export async function zip(files: Readonly<Record<string, string | ZipEntry>>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, file] of Object.entries(files)) {
    const { content, mode = 0o644 } = typeof file === "string" ? { content: file } : file;
    archive.addBuffer(Buffer.from(content), name, { mode: 0o100000 | mode, mtime: MODIFIED });
  }
  archive.end();
  const chunks: Buffer[] = [];
  archive.outputStream.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(archive.outputStream, "end");
  return Buffer.concat(chunks);
}
