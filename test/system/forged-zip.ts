import { crc32, deflateRawSync } from "node:zlib";

export interface ForgedEntry {
  readonly name: string;
  readonly content?: string;
  /** That many zero bytes as content, so that a small file unpacks to a large one. */
  readonly zeros?: number;
  /** What the headers claim as unpacked size; the truth when left out. */
  readonly declaredBytes?: number;
  /** Unix mode with file type. */
  readonly mode?: number;
}

/** Writes a zip by hand, with entries that no honest archiver would make. */
export function forgedZip(entries: readonly ForgedEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = entry.zeros === undefined ? Buffer.from(entry.content ?? "") : Buffer.alloc(entry.zeros);
    const data = deflateRawSync(content);
    const name = Buffer.from(entry.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(entry.declaredBytes ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, name, data]);
    const extra = Buffer.alloc(14);
    extra.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    extra.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 3]), fields, extra, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
