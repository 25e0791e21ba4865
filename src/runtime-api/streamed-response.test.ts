// A response that is handed on while the guest writes it, at the level of bytes.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { ResponseSink } from "./guest-host.ts";
import { type RawGuest, NEXT, REQUEST_ID, RESPONSE, serve, type Served } from "./testing/raw-guest.ts";

const MIB = 1_048_576;
const HEAD = `POST ${RESPONSE} HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Type: text/x\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n\r\n`;

/** Takes what it is given, and holds the guest back while `isFull`. */
class Sink implements ResponseSink {
  readonly bytesMax: number;
  readonly pieces: Buffer[] = [];
  isFull = false;
  resume: () => void = () => undefined;

  constructor(bytesMax = Infinity) {
    this.bytesMax = bytesMax;
  }

  write(content: Uint8Array, resume: () => void): boolean {
    this.pieces.push(Buffer.from(content));
    this.resume = resume;
    return !this.isFull;
  }

  get content(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

async function streaming(t: TestContext, sink: Sink): Promise<{ served: Served; guest: RawGuest }> {
  const served = await serve(t, undefined, sink);
  served.give();
  const guest = served.guest();
  await guest.exchange("GET", NEXT);
  served.calls.length = 0;
  return { served, guest };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

/** A body in chunks of these sizes. */
function chunked(content: Buffer, sizeOf: () => number, trailers = ""): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length;) {
    const piece = content.subarray(at, at + sizeOf());
    parts.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n"));
    at += piece.length;
  }
  return Buffer.concat([...parts, Buffer.from(`0\r\n${trailers}\r\n`)]);
}

test("each piece is handed on before the next one is written, and the end is a response without payload", async (t) => {
  const sink = new Sink();
  const { served, guest } = await streaming(t, sink);
  guest.write(HEAD);
  await served.called(1);
  assert.deepEqual(served.calls, [`beginResponse ${REQUEST_ID} text/x`]);
  for (const piece of ["one", "two"]) {
    guest.write(`3\r\n${piece}\r\n`);
    await until(() => sink.content.toString().endsWith(piece));
  }
  guest.write("0\r\n\r\n");
  assert.equal((await guest.reply())?.status, 202);
  assert.deepEqual(served.calls.slice(1), [`respond ${REQUEST_ID} `]);
  assert.equal(sink.content.toString(), "onetwo");
});

test("a guest that is held back stops in its own buffers, and loses nothing", async (t) => {
  const sink = new Sink();
  const { guest } = await streaming(t, sink);
  sink.isFull = true;
  const content = Buffer.alloc(32 * MIB, "x");
  guest.write(HEAD);
  guest.write(chunked(content, () => 65_536));
  await until(() => sink.pieces.length > 0);
  // As long as the kernel's buffers take to fill.
  for (let length = -1; length !== guest.socket.writableLength;) {
    length = guest.socket.writableLength;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  assert.ok(sink.content.length <= 4 * 65_536, `${sink.content.length} bytes were taken`);
  assert.ok(guest.socket.writableLength > 16 * MIB);
  sink.isFull = false;
  sink.resume();
  assert.equal((await guest.reply())?.status, 202);
  assert.ok(sink.content.equals(content));
});

test("a response that ends while its guest is held back has ended; the connection goes on", async (t) => {
  const sink = new Sink();
  const { served, guest } = await streaming(t, sink);
  sink.isFull = true;
  guest.write(`${HEAD}1\r\na\r\n0\r\n\r\n`);
  assert.equal((await guest.reply())?.status, 202);
  served.give();
  assert.equal((await guest.exchange("GET", NEXT)).status, 200);
  sink.resume();
});

for (const [framing, bytes] of [
  ["chunks", `${HEAD}4\r\nabcd\r\n4\r\nefgh\r\n0\r\n\r\n`],
  ["a length", `${HEAD.replace("Transfer-Encoding: chunked", "Content-Length: 8")}abcdefgh`],
] as const)
  test(`what exceeds the limit is thrown away and refused, with ${framing}`, async (t) => {
    const sink = new Sink(6);
    const { served, guest } = await streaming(t, sink);
    guest.write(bytes);
    const reply = await guest.reply();
    assert.equal(reply?.status, 413);
    assert.match(reply.body, /Exceeded maximum allowed payload size \(6 bytes\)\./);
    assert.deepEqual(served.calls.slice(1), [`respondTooLarge ${REQUEST_ID} 6`]);
    assert.equal(sink.content.toString(), framing === "chunks" ? "abcdef" : "");
    served.give();
    assert.equal((await guest.exchange("GET", NEXT)).status, 200, "the guest goes on");
  });

test("a response of exactly the limit passes", async (t) => {
  const sink = new Sink(8);
  const { guest } = await streaming(t, sink);
  guest.write(`${HEAD}8\r\nabcdefgh\r\n0\r\n\r\n`);
  assert.equal((await guest.reply())?.status, 202);
});

test("trailers tell of an error, with its type as the guest has it", async (t) => {
  const sink = new Sink();
  const { served, guest } = await streaming(t, sink);
  const body = Buffer.from('{"errorMessage":"no"}').toString("base64");
  guest.write(
    `${HEAD}1\r\na\r\n0\r\nLambda-Runtime-Function-Error-Type: MyError\r\nLambda-Runtime-Function-Error-Body: ${body}\r\n\r\n`,
  );
  assert.equal((await guest.reply())?.status, 202);
  assert.deepEqual(served.calls.slice(1), [`fail ${REQUEST_ID} Runtime.Unknown {"errorMessage":"no"}`]);
  assert.equal(sink.content.toString(), "a");
});

test("who announces trailers for an error streams, with or without saying so; who does not is collected", async (t) => {
  const trailer = "Trailer: lambda-runtime-function-error-body,Lambda-Runtime-Function-Error-Type\r\n\r\n";
  const unsaid = HEAD.replace(/Lambda-Runtime-Function-Response-Mode.*/s, "");
  for (const [head, streamed, payload] of [
    [unsaid + trailer, "a", ""],
    [`${unsaid}Trailer: X-Other\r\n\r\n`, "", "a"],
    [`${unsaid}\r\n`, "", "a"],
  ] as const) {
    const sink = new Sink();
    const { served, guest } = await streaming(t, sink);
    guest.write(`${head}1\r\na\r\n0\r\n\r\n`);
    assert.equal((await guest.reply())?.status, 202);
    assert.deepEqual([sink.content.toString(), served.calls.at(-1)], [streamed, `respond ${REQUEST_ID} ${payload}`]);
  }
});

test("a connection that breaks in the middle is a truncated response", async (t) => {
  const sink = new Sink();
  const { served, guest } = await streaming(t, sink);
  guest.write(`${HEAD}5\r\nab`);
  await until(() => sink.content.length === 2);
  guest.socket.destroy();
  await served.called(2);
  assert.deepEqual(served.calls.slice(1), [`respondTruncated ${REQUEST_ID}`]);
});

test("another mode is refused before anything is opened", async (t) => {
  const { served, guest } = await streaming(t, new Sink());
  guest.write(HEAD.replace("streaming", "Streaming"));
  guest.write("0\r\n\r\n");
  assert.equal((await guest.reply())?.status, 400);
  assert.deepEqual(served.calls, []);
});

test("while a response is streamed, neither another one nor an error nor next is allowed", async (t) => {
  const { served, guest } = await streaming(t, new Sink());
  guest.write(HEAD);
  await served.called(1);
  const other = served.guest();
  for (const [method, path] of [
    ["POST", RESPONSE],
    ["POST", RESPONSE.replace("response", "error")],
    ["GET", NEXT],
  ] as const)
    assert.equal((await other.exchange(method, path, method === "POST" ? "{}" : undefined)).status, 403);
  guest.write("0\r\n\r\n");
  assert.equal((await guest.reply())?.status, 202);
});

for (let seed = 1; seed <= 40; seed++)
  test(`seed ${seed}: chunks of any size, written in any pieces, held back at any time`, async (t) => {
    let state = seed;
    const chance = (): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
    const sink = new Sink();
    const { guest } = await streaming(t, sink);
    const content = Buffer.from(
      Array.from({ length: Math.floor(chance() * 60_000) }, () => Math.floor(chance() * 256)),
    );
    const bytes = Buffer.concat([Buffer.from(HEAD), chunked(content, () => 1 + Math.floor(chance() ** 4 * 20_000))]);
    const pausing = setInterval(() => {
      sink.isFull = chance() < 0.5;
      sink.resume();
    }, 1);
    t.after(() => clearInterval(pausing));
    for (let at = 0; at < bytes.length;) {
      const size = 1 + Math.floor(chance() ** 4 * 30_000);
      guest.write(bytes.subarray(at, at + size));
      at += size;
      if (chance() < 0.3) await setImmediate();
    }
    assert.equal((await guest.reply())?.status, 202);
    assert.ok(sink.content.equals(content));
  });
