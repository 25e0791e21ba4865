import assert from "node:assert/strict";
import { test } from "node:test";
import { invocation, NEXT, REQUEST_ID, RESPONSE, serve } from "../testing/raw-guest.ts";

const PING = "/2018-06-01/ping";

const GARBAGE: Record<string, [bytes: string, status: number]> = {
  "no HTTP at all": ["\u0016\u0003\u0001\u0002\u0000\u0001garbage\r\n\r\n", 400],
  "HTTP/2 preface": ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
  "no version": ["GET /\r\n\r\n", 400],
  "absolute target": [`GET http://x${PING} HTTP/1.1\r\n\r\n`, 400],
  "header without colon": [`GET ${PING} HTTP/1.1\r\nnonsense\r\n\r\n`, 400],
  "blank before the colon": [`GET ${PING} HTTP/1.1\r\nHost : x\r\n\r\n`, 400],
  "folded header": [`GET ${PING} HTTP/1.1\r\nA: b\r\n c\r\n\r\n`, 400],
  "bare line feeds within a header": [`GET ${PING} HTTP/1.1\r\nA: b\nC: d\r\n\r\n`, 400],
  "length that is no number": [`POST ${RESPONSE} HTTP/1.1\r\nContent-Length: ten\r\n\r\n`, 400],
  "negative length": [`POST ${RESPONSE} HTTP/1.1\r\nContent-Length: -1\r\n\r\n`, 400],
  "two lengths": [`POST ${RESPONSE} HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
  "length and chunks": [`POST ${RESPONSE} HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
  "unknown coding": [`POST ${RESPONSE} HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n`, 501],
  "chunks in HTTP/1.0": [`POST ${RESPONSE} HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
  "unknown expectation": [`POST ${RESPONSE} HTTP/1.1\r\nExpect: miracles\r\n\r\n`, 417],
  "endless head": [`GET ${PING} HTTP/1.1\r\nA: ${"a".repeat(140_000)}`, 431],
};

for (const [name, [bytes, status]] of Object.entries(GARBAGE))
  test(`${name} is refused with ${status} and the connection closed; others go on`, async (t) => {
    const served = await serve(t);
    const guest = served.guest();
    guest.write(bytes);
    const reply = await guest.reply();
    assert.equal(reply?.status, status);
    assert.equal(reply?.headers["Connection"], "close");
    assert.equal(typeof JSON.parse(reply?.body ?? "").errorMessage, "string");
    assert.equal(await guest.reply(), undefined);
    assert.equal((await served.guest().exchange("GET", PING)).status, 200);
  });

for (const chunk of ["zz\r\n", "-1\r\n", "\r\n", "3\r\nabcdef", "fffffffff\r\n", "1\n", "0".repeat(5_000)])
  test(`a broken chunk ${JSON.stringify(chunk.slice(0, 12))} truncates the response`, async (t) => {
    const served = await serve(t);
    const guest = served.guest();
    served.give();
    await guest.exchange("GET", NEXT);
    guest.write(`POST ${RESPONSE} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`);
    const reply = await guest.reply();
    assert.equal(reply?.status, 400);
    assert.equal(JSON.parse(reply?.body ?? "").errorType, "TruncatedHTTPRequest");
    assert.deepEqual(served.calls.slice(1), [`respondTruncated ${REQUEST_ID}`]);
  });

test("a request may come byte by byte, with chunks and trailers", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  served.give();
  const bytes =
    `\r\nGET ${NEXT}?x=1 HTTP/1.1\r\nHost: x\r\n\r\n` +
    `POST ${RESPONSE} HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3;ext=1\r\nabc\r\n0003\r\ndef\r\n0\r\nX-Sum: 1\r\n\r\n`;
  for (const byte of Buffer.from(bytes)) {
    guest.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal((await guest.reply())?.status, 200);
  assert.equal((await guest.reply())?.status, 202);
  assert.deepEqual(served.calls.slice(1), [`respond ${REQUEST_ID} abcdef`]);
});

test("every split of a request into two pieces is understood", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  const request = `GET ${PING} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi`;
  for (let cut = 1; cut < request.length; cut++) {
    guest.write(request.slice(0, cut));
    await new Promise((resolve) => setImmediate(resolve));
    guest.write(request.slice(cut));
    assert.equal((await guest.reply())?.status, 200, `cut at ${cut}`);
  }
});

test("requests sent ahead are answered in order, also behind a next that waits", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  guest.send("GET", PING);
  guest.send("GET", NEXT);
  guest.send("POST", RESPONSE, '"ahead"');
  guest.send("GET", "/nowhere");
  assert.equal((await guest.reply())?.body, "pong");
  await served.called(1);
  served.give();
  assert.equal((await guest.reply())?.status, 200);
  assert.equal((await guest.reply())?.status, 202);
  assert.equal((await guest.reply())?.status, 404);
  assert.deepEqual(served.calls.slice(1), [`respond ${REQUEST_ID} "ahead"`]);
});

test("a client that asks for permission to send its body gets it, or a final answer", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  served.give();
  await guest.exchange("GET", NEXT);
  guest.write(`POST ${RESPONSE} HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n`);
  assert.equal((await guest.reply())?.status, 100);
  guest.write("abc");
  assert.equal((await guest.reply())?.status, 202);
  guest.write(`POST ${RESPONSE} HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n`);
  const refused = await guest.reply();
  assert.deepEqual([refused?.status, refused?.headers["Connection"]], [400, "close"]);
});

test("HTTP/1.0 and Connection: close end the connection after the answer", async (t) => {
  const served = await serve(t);
  for (const request of [`GET ${PING} HTTP/1.0\r\n\r\n`, `GET ${PING} HTTP/1.1\r\nConnection: close\r\n\r\n`]) {
    const guest = served.guest();
    guest.write(request);
    assert.equal((await guest.reply())?.body, "pong");
    assert.equal(await guest.reply(), undefined);
  }
  const kept = served.guest();
  kept.write(`GET ${PING} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`);
  await kept.reply();
  assert.equal((await kept.exchange("GET", PING)).body, "pong");
});

test("the body of a refused request is read and dropped, so that the connection can go on", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  assert.equal((await guest.exchange("POST", RESPONSE, Buffer.alloc(3_000_000))).status, 400);
  assert.equal((await guest.exchange("GET", PING)).status, 200);
});

test("the empty Transfer-Encoding of libcurl-based clients is no coding", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  served.give();
  await guest.exchange("GET", NEXT);
  const reply = await guest.exchange("POST", RESPONSE, "abc", { "Transfer-Encoding": "" });
  assert.equal(reply.status, 202);
  assert.deepEqual(served.calls.slice(1), [`respond ${REQUEST_ID} abc`]);
});

test("a large event reaches a guest that reads slowly", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  const payload = Buffer.alloc(6_291_456, "x");
  served.give({ ...invocation(), payload });
  guest.socket.pause();
  guest.send("GET", NEXT);
  await served.called(1);
  guest.socket.resume();
  assert.equal((await guest.reply())?.body.length, payload.length);
});
