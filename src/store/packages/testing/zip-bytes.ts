import { crc32, deflateRawSync } from "node:zlib";

/** One entry of a zip made by hand. Everything may be a lie. */
export interface MadeEntry {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** Whole Unix mode with the type bits; none at all (as made on MS-DOS) when undefined. */
  readonly mode?: number;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly declaredBytes?: number;
  readonly crc?: number;
  /** Takes header and content of the entry with this index instead of having its own. */
  readonly sameAs?: number;
}

const UTF8_FLAG = 0x8_00;

/** Puts a zip together byte by byte (APPNOTE.TXT 4.3), without any of the checks of a real zip program. */
export function zipOf(entries: readonly MadeEntry[]): Buffer {
  const locals: Buffer[] = [];
  const starts: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    if (entry.sameAs !== undefined) {
      starts.push(starts[entry.sameAs] ?? 0);
      continue;
    }
    const local = Buffer.concat([header(entry, false), nameOf(entry), dataOf(entry)]);
    starts.push(offset);
    locals.push(local);
    offset += local.length;
  }
  const central = entries.map((entry, index) => Buffer.concat([header(entry, true, starts[index]), nameOf(entry)]));
  return Buffer.concat([...locals, ...central, endOf(entries.length, Buffer.concat(central).length, offset)]);
}

function nameOf({ name }: MadeEntry): Buffer {
  return Buffer.from(name);
}

function contentOf({ content }: MadeEntry): Buffer {
  return Buffer.from(content ?? "");
}

function dataOf(entry: MadeEntry): Buffer {
  return entry.deflate === true ? deflateRawSync(contentOf(entry)) : contentOf(entry);
}

function header(entry: MadeEntry, central: boolean, offset = 0): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(entry.flags ?? UTF8_FLAG, 2);
  common.writeUInt16LE(entry.method ?? (entry.deflate === true ? 8 : 0), 4);
  common.writeUInt32LE(entry.crc ?? crc32(contentOf(entry)), 10);
  common.writeUInt32LE(dataOf(entry).length, 14);
  common.writeUInt32LE(entry.declaredBytes ?? contentOf(entry).length, 18);
  common.writeUInt16LE(nameOf(entry).length, 22);
  if (!central) return Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), common]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  const madeBy = Buffer.of(20, entry.mode === undefined ? 0 : 3);
  return Buffer.concat([Buffer.from("PK\u0001\u0002", "latin1"), madeBy, common, rest]);
}

function endOf(entries: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
