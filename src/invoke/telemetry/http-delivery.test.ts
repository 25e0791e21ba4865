import assert from "node:assert/strict";
import { duplexPair } from "node:stream";
import type { Duplex } from "node:stream";
import { test } from "node:test";
import { TestClock } from "../../base/index.ts";
import { deliverByHttp } from "./http-delivery.ts";

const destination = { protocol: "HTTP", method: "POST", port: 8_080, path: "/in" } as const;

/** Delivers to a server that does as `serve` says with its end of the connection. */
function deliver(serve: (server: Duplex) => void): { status: Promise<number>; client: Duplex; clock: TestClock } {
  const [client, server] = duplexPair();
  const clock = new TestClock();
  server.on("error", () => undefined);
  serve(server);
  return { status: deliverByHttp(client, destination, "[1]", clock), client, clock };
}

test("a batch is one request", async () => {
  let request = "";
  const { status } = deliver((server) =>
    server.on("data", (piece) => {
      request += String(piece);
      if (request.endsWith("[1]")) server.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }),
  );
  assert.equal(await status, 200);
  assert.equal(
    request,
    "POST /in HTTP/1.1\r\nHost: sandbox.localdomain:8080\r\nContent-Type: application/json\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[1]",
  );
});

test("an answer may come in pieces, and be refused", async () => {
  const { status } = deliver((server) => {
    server.resume();
    server.write("HTTP/1.0 5");
    setImmediate(() => server.end("03 Slow Down\r\n\r\nlong body".repeat(100)));
  });
  assert.equal(await status, 503);
});

test("a connection that is not closed by the server is closed here", async () => {
  const { status, client, clock } = deliver((server) => {
    server.resume();
    server.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  assert.equal(await status, 200);
  assert.equal(client.destroyed, false);
  await clock.advance(1_000);
  assert.equal(client.destroyed, true);
});

const BROKEN: [what: string, serve: (server: Duplex) => void, message: RegExp][] = [
  ["ends at once", (server) => void server.resume().end(), /ended without an answer/],
  ["is no HTTP", (server) => void server.resume().write("x".repeat(5_000)), /not HTTP/],
];
for (const [what, serve, message] of BROKEN)
  test(`a server that ${what}`, async () => {
    await assert.rejects(deliver(serve).status, message);
  });
