import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
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
