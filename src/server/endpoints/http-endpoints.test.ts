import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import test from "node:test";
import { systemClock } from "../../base/index.ts";
import { httpEndpoints } from "./http-endpoints.ts";

async function withServer(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?x=1`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const post = (url: string, timeoutMs = 5_000, signal = new AbortController().signal): Promise<number> =>
  httpEndpoints(systemClock).post({ url, headers: { "x-a": "b" }, body: "grüße", timeoutMs, signal });

test("posts the body with the headers and answers the status", async () => {
  const seen: unknown[] = [];
  await withServer(
    (request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      request.on("end", () => {
        const { method, url, headers } = request;
        seen.push(method, url, headers["x-a"], headers["content-length"], text);
        response.writeHead(204).end();
      });
    },
    async (url) => assert.equal(await post(url), 204),
  );
  assert.deepEqual(seen, ["POST", "/hook?x=1", "b", "7", "grüße"]);
});

test("follows no redirect", async () => {
  let requests = 0;
  await withServer(
    (_request, response) => {
      requests += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    },
    async (url) => assert.equal(await post(url), 302),
  );
  assert.equal(requests, 1);
});

test("does not wait for an endpoint that never answers", async () => {
  await withServer(
    () => {},
    async (url) => {
      await assert.rejects(post(url, 50), {
        name: "EndpointUnreachable",
        message: /did not answer within 0\.05 seconds/,
      });
    },
  );
});

test("takes an answer without end by its status, and hangs up", async () => {
  const closed = Promise.withResolvers<void>();
  await withServer(
    (_request, response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write(Buffer.alloc(32_768)), 1);
      response.on("close", () => {
        clearInterval(more);
        closed.resolve();
      });
    },
    async (url) => {
      assert.equal(await post(url), 200);
      await closed.promise;
    },
  );
});

test("says why an endpoint cannot be reached", async () => {
  await assert.rejects(post("http://127.0.0.1:1/"), { name: "EndpointUnreachable", message: /ECONNREFUSED/ });
  await assert.rejects(post("http://"), { name: "EndpointUnreachable", message: /is no URL/ });
});

test("an endpoint that hangs up in the middle is one that cannot be reached", async () => {
  await withServer(
    (request) => request.socket.destroy(),
    async (url) => {
      await assert.rejects(post(url), { name: "EndpointUnreachable" });
    },
  );
});

test("the server that ends ends its requests", async () => {
  const ending = new AbortController();
  await withServer(
    () => ending.abort(),
    async (url) => {
      await assert.rejects(post(url, 5_000, ending.signal), { name: "EndpointUnreachable" });
    },
  );
});
