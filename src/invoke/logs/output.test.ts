import assert from "node:assert/strict";
import { test } from "node:test";
import { LineSplitter } from "./line-splitter.ts";
import type { TelemetryRecord } from "./telemetry-frames.ts";
import { TelemetryFrames } from "./telemetry-frames.ts";

function splitter(bytesMax?: number): { lines: string[]; splitter: LineSplitter } {
  const lines: string[] = [];
  return { lines, splitter: new LineSplitter((line) => lines.push(line), bytesMax) };
}

test("lines are the same, however the stream is cut", () => {
  const whole = Buffer.from("plain\nzwölf Boxkämpfer 🥊\n\n日本語\nend");
  for (let size = 1; size <= whole.length; size++) {
    const { lines, splitter: split } = splitter();
    for (let at = 0; at < whole.length; at += size) split.push(whole.subarray(at, at + size));
    split.end();
    assert.deepEqual(lines, ["plain", "zwölf Boxkämpfer 🥊", "", "日本語", "end"], `pieces of ${size}`);
  }
});

test("an over-long line is cut between characters, and nothing of it is lost", () => {
  for (const character of ["a", "ö", "語", "🥊"]) {
    const { lines, splitter: split } = splitter(10);
    const line = character.repeat(23);
    for (const byte of Buffer.from(`${line}\nnext\n`)) split.push(Buffer.of(byte));
    assert.equal(lines.pop(), "next");
    assert.equal(lines.join(""), line);
    for (const part of lines) assert.ok(Buffer.byteLength(part) <= 10, part);
  }
});

test("a flush emits what is whole and keeps the bytes of an unfinished character", () => {
  const { lines, splitter: split } = splitter();
  const boxer = Buffer.from("ab🥊");
  split.push(boxer.subarray(0, 4));
  split.flush();
  assert.deepEqual(lines, ["ab"]);
  split.push(Buffer.concat([boxer.subarray(4), Buffer.from("c\n")]));
  assert.deepEqual(lines, ["ab", "🥊c"]);
  split.flush();
  assert.equal(lines.length, 2, "nothing is left");
});

test("bytes that are not UTF-8 neither stop nor swallow anything", () => {
  const { lines, splitter: split } = splitter(4);
  split.push(Buffer.from([0xff, 0xfe, 0x80, 0x80, 0x80, 0x80, 0x80, 0x0a, 0x61]));
  split.push(Buffer.of(0xf0));
  split.end();
  assert.ok(lines.join("").endsWith("a\ufffd"));
});

function frame(type: number, message: string | Buffer, micros = 1_700_000_000_123_456n): Buffer {
  const content = Buffer.from(message);
  const header = Buffer.alloc(16);
  header.writeUInt32BE(type, 0);
  header.writeInt32BE(content.length, 4);
  header.writeBigInt64BE(micros, 8);
  return Buffer.concat([header, content]);
}

function frames(): { records: TelemetryRecord[]; garbage: Buffer[]; reader: TelemetryFrames } {
  const records: TelemetryRecord[] = [];
  const garbage: Buffer[] = [];
  return {
    records,
    garbage,
    reader: new TelemetryFrames(
      (record) => records.push(record),
      (bytes) => garbage.push(Buffer.from(bytes)),
      () => 42,
    ),
  };
}

test("frames of every type and level are read, however the stream is cut", () => {
  const levels = [0, 4, 8, 12, 16, 20, 24];
  const stream = Buffer.concat(
    levels.flatMap((level) => [
      frame(0xa55a0003 + level, `text ${level}\nsecond 🥊`),
      frame(0xa55a0002 + level, `{"l":${level}}\n`),
    ]),
  );
  for (const size of [1, 2, 7, 16, 17, stream.length]) {
    const { records, garbage, reader } = frames();
    for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
    reader.end();
    assert.deepEqual(
      records,
      levels.flatMap((level) => [
        { timeMs: 1_700_000_000_123, message: `text ${level}\nsecond 🥊` },
        { timeMs: 1_700_000_000_123, message: `{"l":${level}}` },
      ]),
    );
    assert.deepEqual(garbage, []);
  }
});

test("frames without a time, of older clients, get the time at which they came", () => {
  const untimed = (text: string): Buffer => {
    const bytes = frame(0xa55a0001, text);
    return Buffer.concat([bytes.subarray(0, 8), bytes.subarray(16)]);
  };
  const stream = Buffer.concat([untimed("old"), frame(0xa55a0003, "new"), untimed(""), untimed("old again\n")]);
  for (const size of [1, 8, 11, stream.length]) {
    const { records, garbage, reader } = frames();
    for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
    reader.end();
    assert.deepEqual(records, [
      { timeMs: 42, message: "old" },
      { timeMs: 1_700_000_000_123, message: "new" },
      { timeMs: 42, message: "" },
      { timeMs: 42, message: "old again" },
    ]);
    assert.deepEqual(garbage, []);
  }
});

for (const [name, bytes] of [
  ["text", Buffer.from("this is no frame at all\n")],
  ["a negative length", Buffer.concat([Buffer.from("a55a0003ffffffff", "hex"), Buffer.alloc(8)])],
  ["an absurd length", Buffer.concat([Buffer.from("a55a00037fffffff", "hex"), Buffer.alloc(8)])],
] as const)
  test(`${name} in place of a frame is kept as output, and so is what follows`, () => {
    const { records, garbage, reader } = frames();
    reader.push(Buffer.concat([frame(0xa55a0003, "good"), bytes]));
    reader.push(Buffer.from("more"));
    reader.end();
    assert.deepEqual(
      records.map((record) => record.message),
      ["good"],
    );
    assert.deepEqual(Buffer.concat(garbage), Buffer.concat([bytes, Buffer.from("more")]));
  });

test("an unfinished frame is not lost when the stream ends", () => {
  const { garbage, reader } = frames();
  reader.push(frame(0xa55a0003, "cut off").subarray(0, 20));
  reader.end();
  assert.equal(Buffer.concat(garbage).subarray(16).toString(), "cut ");
});
