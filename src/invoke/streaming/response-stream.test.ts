import assert from "node:assert/strict";
import { test } from "node:test";
import { seededFractions, TestClock } from "../../base/index.ts";
import { ResponseStream } from "./response-stream.ts";
import type { StreamLimits } from "./stream-limits.ts";

const KIB = 1_024;
const MIB = 1_048_576;
const UNLIMITED: StreamLimits = { bytesMax: Infinity, burstBytes: Infinity, bytesPerSecond: 1 };

function streamOf(limits: Partial<StreamLimits> = {}): { stream: ResponseStream; clock: TestClock } {
  const clock = new TestClock();
  return { stream: new ResponseStream(clock, { ...UNLIMITED, ...limits }), clock };
}

/** Writes pieces as a guest does that keeps to what it is told. Resolves once the last one was taken. */
async function writeAll(stream: ResponseStream, pieces: Iterable<Uint8Array>): Promise<void> {
  for (const piece of pieces) {
    const { promise: resumed, resolve: resume } = Promise.withResolvers<void>();
    if (!stream.write(piece, resume)) await resumed;
  }
}

async function readAll(stream: ResponseStream): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return pieces;
}

test("a piece reaches a reader who waits at once, and others are joined until they are read", async () => {
  const { stream } = streamOf();
  const waiting = stream.next();
  assert.equal(
    stream.write(Buffer.from("a"), () => undefined),
    true,
  );
  assert.deepEqual(await waiting, { done: false, value: Buffer.from("a") });
  for (const text of ["b", "c"]) stream.write(Buffer.from(text), () => undefined);
  assert.deepEqual(await stream.next(), { done: false, value: Buffer.from("bc") });
  stream.write(Buffer.from("d"), () => undefined);
  stream.end();
  assert.deepEqual(await readAll(stream), [Buffer.from("d")]);
  assert.equal(stream.bytes, 4);
  assert.equal((await stream.next()).done, true);
});

test("a reader who waits is told of the end", async () => {
  const { stream } = streamOf();
  const waiting = stream.next();
  stream.end();
  assert.equal((await waiting).done, true);
});

test("the guest waits while 64 KiB are unread, and goes on when they are read", async () => {
  const { stream } = streamOf();
  let resumed = 0;
  const write = (bytes: number): boolean => stream.write(Buffer.alloc(bytes), () => (resumed += 1));
  assert.equal(write(64 * KIB - 1), true);
  assert.equal(write(1), false);
  assert.equal(write(10), false, "what was under way when it was held back");
  assert.equal(resumed, 0);
  assert.equal((await stream.next()).value?.length, 64 * KIB + 10);
  assert.equal(resumed, 1);
  assert.equal(write(1), true);
});

test("100 MiB pass a slow reader with no more than a queue and a piece in memory", async () => {
  const { stream } = streamOf();
  const total = 100 * MIB;
  let written = 0;
  function* pieces(): Generator<Uint8Array> {
    for (; written < total; written += 48 * KIB) yield Buffer.alloc(Math.min(48 * KIB, total - written));
  }
  const writing = writeAll(stream, pieces()).then(() => stream.end());
  let read = 0;
  let aheadMax = 0;
  for await (const piece of stream) {
    read += piece.length;
    // Whatever the guest can do while the reader is busy, it has done then.
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    aheadMax = Math.max(aheadMax, stream.bytes - read);
  }
  await writing;
  assert.equal(read, total);
  assert.ok(aheadMax <= (64 + 48) * KIB, `${aheadMax} bytes were waiting`);
});

test("what exceeds the burst comes at the rate, to the millisecond", async () => {
  const { stream, clock } = streamOf({ burstBytes: 6 * MIB, bytesPerSecond: 2 * MIB });
  const reading = readAll(stream);
  const size = 64 * KIB;
  const startedMs = clock.nowMs();
  const pieces = Array.from({ length: (10 * MIB) / size }, () => Buffer.alloc(size));
  const writing = writeAll(stream, pieces).finally(() => stream.end());
  const ending = writing.then(() => clock.nowMs());
  await clock.advance(1_000);
  assert.equal(stream.bytes, 8 * MIB + size, "6 MiB at once, 2 MiB in a second, and the piece that waits");
  await clock.advance(10_000);
  // 4 MiB more than the burst, at 2 MiB per second.
  assert.equal(Math.round((await ending) - startedMs), 2_000);
  assert.equal(Buffer.concat(await reading).length, 10 * MIB);
});

test("bandwidth that was not used is there later, but no more than the burst", async () => {
  const { stream, clock } = streamOf({ burstBytes: 1_000, bytesPerSecond: 100 });
  void readAll(stream);
  const write = (bytes: number): boolean => stream.write(Buffer.alloc(bytes), () => undefined);
  assert.equal(write(1_000), true);
  await clock.advance(5_000);
  assert.equal(write(500), true, "what came back in five seconds");
  await clock.advance(60_000);
  assert.equal(write(1_000), true);
  assert.equal(write(1), false);
});

test("a caller who leaves frees the guest, whose output goes nowhere, as slowly as before", async () => {
  const { stream, clock } = streamOf({ burstBytes: 128 * KIB, bytesPerSecond: 64 * KIB });
  let resumed = 0;
  const write = (): boolean => stream.write(Buffer.alloc(64 * KIB), () => (resumed += 1));
  assert.equal(write(), false);
  stream.abandon();
  assert.equal(resumed, 1);
  assert.equal(write(), true);
  assert.equal(write(), false, "ahead of its bandwidth");
  await clock.advance(999);
  assert.equal(resumed, 1);
  await clock.advance(1);
  assert.equal(resumed, 2);
  assert.equal((await stream.next()).done, true);
  assert.equal(stream.bytes, 192 * KIB);
});

test("a reader who breaks off has left", async () => {
  const { stream } = streamOf();
  stream.write(Buffer.from("a"), () => undefined);
  for await (const piece of stream) {
    assert.equal(piece.length, 1);
    break;
  }
  assert.equal(
    stream.write(Buffer.alloc(MIB), () => undefined),
    true,
  );
  assert.equal((await stream.next()).done, true);
});

test("an end frees a guest that waits from nothing, and writes after it are lost", async () => {
  const { stream } = streamOf();
  let isResumed = false;
  stream.write(Buffer.alloc(MIB), () => {
    isResumed = true;
  });
  stream.end();
  assert.equal((await stream.next()).value?.length, MIB);
  assert.equal(isResumed, false, "its connection is closed by then");
  assert.equal(
    stream.write(Buffer.from("late"), () => undefined),
    true,
  );
  assert.equal((await stream.next()).done, true);
});

for (let seed = 1; seed <= 200; seed++)
  test(`seed ${seed}: nothing is lost, doubled or out of order, however it is cut and read`, async () => {
    const chance = seededFractions(seed);
    const content = Buffer.from(
      Array.from({ length: Math.floor(chance() * 400_000) }, () => Math.floor(chance() * 256)),
    );
    const { stream, clock } = streamOf({ burstBytes: chance() * 300_000, bytesPerSecond: 100_000 + chance() * 1e6 });
    const pieces: Buffer[] = [];
    for (let at = 0; at < content.length;) {
      const size = 1 + Math.floor(chance() ** 3 * 100_000);
      pieces.push(content.subarray(at, at + size));
      at += size;
    }
    const writing = writeAll(stream, pieces).then(() => stream.end());
    const read: Uint8Array[] = [];
    const reading = (async () => {
      for await (const piece of stream) {
        read.push(piece);
        if (chance() < 0.5) await clock.sleep(chance() * 100);
      }
    })();
    await clock.advance(60_000);
    await Promise.all([writing, reading]);
    assert.ok(Buffer.concat(read).equals(content));
  });
