import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_TRAILERS, type Reply } from "../http/exchange.ts";
import { assignment } from "./assignment.ts";

const VARIABLES = { A: "1", EMPTY: "", LONG: "ü=\n x" };

/** What a waiting runtime is told that sends this `Accept`. */
function told(accept: string | undefined): Promise<Reply> {
  const headers = new Map(accept === undefined ? [] : [["accept", accept]]);
  const announced = { take: (taker: (variables: typeof VARIABLES) => void) => taker(VARIABLES) };
  const exchange = assignment(announced, { method: "GET", path: "/", isHttp11: true, headers });
  return new Promise((resolve) => exchange.complete(new Uint8Array(), NO_TRAILERS, resolve));
}

test("variables are told as JSON", async () => {
  for (const accept of [undefined, "application/json"])
    assert.deepEqual(JSON.parse(String((await told(accept)).body)), VARIABLES);
});

test("variables are told as processes keep them to who asks for text", async () => {
  const { headers, body } = await told("text/plain");
  assert.deepEqual(headers, [["Content-Type", "text/plain"]]);
  assert.equal(String(body), "A=1\0EMPTY=\0LONG=ü=\n x\0");
});
