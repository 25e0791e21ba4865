/** One log record as it stands in the telemetry stream. */
export interface Frame {
  /** e.g. `a55a000f`. */
  readonly type: string;
  readonly epochMs: number;
  readonly text: string;
}

const HEADER_BYTES = 16;

/** Takes the stream apart. Throws when it ends within a frame. */
export function frames(stream: Buffer): Frame[] {
  const found: Frame[] = [];
  for (let at = 0; at < stream.length;) {
    const end = at + HEADER_BYTES + stream.readInt32BE(at + 4);
    if (end > stream.length) throw new Error("The telemetry stream ends within a frame.");
    found.push({
      type: stream.readUInt32BE(at).toString(16),
      epochMs: Number(stream.readBigInt64BE(at + 8) / 1000n),
      text: stream.toString("utf8", at + HEADER_BYTES, end),
    });
    at = end;
  }
  return found;
}
