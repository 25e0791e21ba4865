import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, it } from "node:test";
import { systemClock } from "../../base/index.ts";
import type { Dispatcher, WireHead, WireResponse } from "../../wire/index.ts";
import { browserGate } from "./browser-gate.ts";
import { LISTENER_LIMITS } from "./listener-limits.ts";
import { Listener } from "./listener.ts";
import { plainError } from "./plain-error.ts";

const LIMITS = {
  ...LISTENER_LIMITS,
  headersTimeoutMs: 200,
  bodyIdleTimeoutMs: 200,
  bodyTimeoutMs: 1_000,
  lingerTimeoutMs: 1_000,
  checkIntervalMs: 50,
};
const BODY_BYTES_MAX = 1_000;

/** Says what it was sent; `/slow` answers when told to, `/hang` never. */
class Echo implements Dispatcher {
  readonly bodies: Uint8Array[] = [];
  readonly slow = Promise.withResolvers<void>();
  readonly aborted = Promise.withResolvers<void>();
  admit(): { bodyBytesMax: number; tooLarge: () => WireResponse } {
    return { bodyBytesMax: BODY_BYTES_MAX, tooLarge: () => plainError(413, "TooLarge", "at most 1000 bytes") };
  }
  async dispatch(head: WireHead, body: Uint8Array, signal: AbortSignal): Promise<WireResponse> {
    this.bodies.push(body);
    signal.addEventListener("abort", () => {
      this.aborted.resolve();
    });
    if (head.url === "/slow") await this.slow.promise;
    if (head.url === "/hang") await this.aborted.promise;
    if (head.url === "/stream") return { status: 200, headers: {}, body: numerals() };
    if (head.url === "/broken") throw new Error("a dispatcher never throws, but if it does");
    return { status: 200, headers: { "x-many": head.headers["x-many"] ?? "" }, body };
  }
}

async function* numerals(): AsyncGenerator<Uint8Array> {
  for (const piece of ["one", "two", "three"]) yield await Promise.resolve(Buffer.from(piece));
}

let echo: Echo;
let listener: Listener;
let port: number;
let failures: unknown[];
const sockets: Socket[] = [];

beforeEach(async () => {
  echo = new Echo();
  failures = [];
  listener = new Listener({
    dispatcher: Promise.resolve(echo),
    gate: browserGate,
    clock: systemClock,
    limits: LIMITS,
    onFailure: (error) => failures.push(error),
  });
  port = await listener.start("127.0.0.1", 0);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await listener.stop(0);
});

async function open(): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  sockets.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Everything the server sends until it closes the connection. */
async function readAll(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    text += chunk;
  });
  await once(socket, "close");
  return text;
}

async function send(...pieces: (string | Buffer)[]): Promise<string> {
  const socket = await open();
  const answer = readAll(socket);
  for (const piece of pieces) socket.write(piece);
  return answer;
}

const POST = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

describe("ordinary requests", () => {
  it("are answered, in one piece or streamed", async () => {
    assert.match(
      await send(`${POST}Content-Length: 3\r\n\r\nabc`),
      /^HTTP\/1\.1 200 OK\r\n[\s\S]*Content-Length: 3\r\n[\s\S]*abc$/,
    );
    assert.match(
      await send(`${POST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n`),
      /\r\n\r\nabcdef$/,
    );
    const streamed = await fetch(`http://127.0.0.1:${port}/stream`);
    assert.equal(await streamed.text(), "onetwothree");
  });

  it("keep their connection", async () => {
    const socket = await open();
    const answer = readAll(socket);
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2));
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert.equal((await answer).split("HTTP/1.1 200 OK").length, 4);
  });

  it("lose no header, however many there are", async () => {
    const headers = Array.from({ length: 3_000 }, (_, index) => `x-${index}: 1\r\n`).join("");
    assert.match(await send(`${POST}${headers}x-many: last\r\nContent-Length: 0\r\n\r\n`), /x-many: last/);
  });

  it("that ask first are told to go on", async () => {
    const socket = await open();
    const answer = readAll(socket);
    socket.write(`${POST}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n`);
    await once(socket, "data");
    socket.write("abc");
    assert.match(await answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*abc$/);
  });
});

describe("bodies that are too large", () => {
  it("are refused by their declared length, before they are sent", async () => {
    const answer = await send(`${POST}Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n`);
    assert.match(
      answer,
      /^HTTP\/1\.1 413 Payload Too Large\r\n[\s\S]*x-amzn-ErrorType: TooLarge[\s\S]*at most 1000 bytes/,
    );
  });

  it("are refused while they are sent, and the client still reads the answer", async () => {
    const many = Buffer.alloc(4 << 20, "x");
    const answer = await send(`${POST}Content-Length: ${many.length}\r\n\r\n`, many);
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.match(
      await send(`${POST}Transfer-Encoding: chunked\r\n\r\n400000\r\n`, many, "\r\n0\r\n\r\n"),
      /^HTTP\/1\.1 413 /,
    );
    assert.equal(echo.bodies.length, 0);
  });

  it("are taken up to the last byte", async () => {
    assert.match(await send(`${POST}Content-Length: 1000\r\n\r\n${"x".repeat(1_000)}`), /^HTTP\/1\.1 200 /);
  });
});

describe("bad clients", () => {
  it("that send no request at all are cut off", async () => {
    assert.match(await send("GET / HT"), /^HTTP\/1\.1 408 [\s\S]*RequestTimeoutException/);
  });

  it("that stall in the middle of a body are cut off", async () => {
    assert.match(await send(`${POST}Content-Length: 10\r\n\r\nabc`), /^HTTP\/1\.1 408 [\s\S]*RequestTimeoutException/);
  });

  it("that trickle a body are cut off in the end", async () => {
    const socket = await open();
    const answer = readAll(socket);
    socket.write(`${POST}Content-Length: 1000\r\n\r\n`);
    const drip = setInterval(() => socket.write("x"), 50);
    assert.match(await answer, /^HTTP\/1\.1 408 /);
    clearInterval(drip);
  });

  it("that send garbage get an answer in the form of AWS", async () => {
    assert.match(
      await send("\u0016\u0003\u0001\u0002\r\n\r\n"),
      /^HTTP\/1\.1 400 [\s\S]*x-amzn-ErrorType: MalformedHttpRequestException/,
    );
    assert.match(await send("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), /^HTTP\/1\.1 400 /);
  });

  it("that send headers without end are told the limit", async () => {
    const answer = await send("GET / HTTP/1.1\r\nHost: localhost\r\n", `x: ${"y".repeat(2 << 20)}\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 431 [\s\S]*must not exceed 1048576 bytes/);
  });

  it("that expect what nobody knows are told so", async () => {
    assert.match(await send(`${POST}Expect: miracles\r\nContent-Length: 0\r\n\r\n`), /^HTTP\/1\.1 417 /);
  });

  it("that go away abort their request, and nobody is told of a failure", async () => {
    const socket = await open();
    socket.write("GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (echo.bodies.length === 0) await new Promise(setImmediate);
    socket.destroy();
    await echo.aborted.promise;
    const middle = await open();
    middle.write(`${POST}Content-Length: 10\r\n\r\nabc`);
    middle.destroy();
    assert.match(await send(`${POST}Content-Length: 0\r\n\r\n`), /^HTTP\/1\.1 200 /);
    assert.deepEqual(failures, []);
  });
});

describe("web pages", () => {
  const cases: [headers: string, status: number][] = [
    ["Host: evil.example", 403],
    ["Host: localhost\r\nOrigin: http://evil.example", 403],
    ["Host: localhost\r\nOrigin: null", 403],
    ["Host: localhost\r\nOrigin: http://localhost:3000", 200],
    ["Host: [::1]:4566", 200],
    ["Host: name.localhost:4566", 200],
    ["Host: 127.0.0.1:4566", 200],
  ];
  for (const [headers, status] of cases)
    it(`with ${headers.replace("\r\n", ", ")} are answered ${status}`, async () => {
      const answer = await send(`GET / HTTP/1.1\r\nConnection: close\r\n${headers}\r\n\r\n`);
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
    });
});

describe("a listener that stops", () => {
  it("lets answers under way finish and takes nothing new", async () => {
    const socket = await open();
    const answer = readAll(socket);
    const idle = await open();
    socket.write("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (echo.bodies.length === 0) await new Promise(setImmediate);
    const stopped = listener.stop(10_000);
    await once(idle.resume(), "close");
    echo.slow.resolve();
    assert.match(await answer, /^HTTP\/1\.1 200 /);
    await stopped;
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
  });

  it("cuts what does not finish in time", async () => {
    const answer = send("GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (echo.bodies.length === 0) await new Promise(setImmediate);
    await listener.stop(50);
    assert.equal(await answer, "");
  });
});

it("a dispatcher that throws costs its own connection and is reported", async () => {
  assert.equal(await send("GET /broken HTTP/1.1\r\nHost: localhost\r\n\r\n"), "");
  assert.equal(failures.length, 1);
});

it("requests that come before the dispatcher wait for it", async () => {
  const dispatcher = Promise.withResolvers<Dispatcher>();
  const options = { gate: browserGate, clock: systemClock, limits: LIMITS, onFailure: () => {} };
  const early = new Listener({ ...options, dispatcher: dispatcher.promise });
  const answer = fetch(`http://127.0.0.1:${await early.start("127.0.0.1", 0)}/`);
  while (early.running === 0) await new Promise(setImmediate);
  dispatcher.resolve(echo);
  assert.equal((await answer).status, 200);
  await early.stop(0);
});

it("a port in use is the system's own error", async () => {
  const second = new Listener({
    dispatcher: Promise.resolve(echo),
    gate: browserGate,
    clock: systemClock,
    limits: LIMITS,
    onFailure: () => {},
  });
  await assert.rejects(second.start("127.0.0.1", port), { code: "EADDRINUSE" });
});
