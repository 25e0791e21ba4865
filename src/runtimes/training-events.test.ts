import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { it } from "node:test";
import { answerTrainingEvents } from "./training-events.ts";

it("a client in training is given a few events, and then nothing more", async () => {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const hadAll = answerTrainingEvents(listener);
  const api = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/2018-06-01/runtime/invocation`;
  const events: unknown[] = [];
  const waiting = new AbortController();
  const client = (async (): Promise<void> => {
    for (;;) {
      const next = await fetch(`${api}/next`, { signal: waiting.signal });
      events.push(await next.json());
      const id = next.headers.get("lambda-runtime-aws-request-id");
      assert.equal((await fetch(`${api}/${id}/response`, { method: "POST", body: "{}" })).status, 202);
    }
  })();
  assert.equal(await hadAll, "had all");
  waiting.abort();
  await assert.rejects(client, { name: "AbortError" });
  listener.close();
  assert.equal(events.length, 3);
  assert.deepEqual(events[0], events[2]);
});

it("requests are told apart however their bytes arrive", async () => {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const hadAll = answerTrainingEvents(listener);
  const socket = connect((listener.address() as AddressInfo).port, "127.0.0.1");
  let said = "";
  socket.setEncoding("utf8").on("data", (text: string) => (said += text));
  const next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";
  // The end of a body comes with the request after it, which once went unheard.
  for (const piece of [`${next}POST /response HTTP/1.1\r\nContent-Le`, "ngth: 4\r\n\r\nGET ", next, next.slice(0, 9)]) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.write(`${next.slice(9)}${next}`);
  assert.equal(await hadAll, "had all");
  while (said.split("HTTP/1.1 ").length <= 4) await once(socket, "data");
  socket.destroy();
  listener.close();
  assert.deepEqual([said.split("HTTP/1.1 202 ").length - 1, said.split("HTTP/1.1 200 ").length - 1], [1, 3]);
});
