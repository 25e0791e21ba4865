import assert from "node:assert/strict";
import { it } from "node:test";
import type { WireResponse } from "../../wire/index.ts";
import { type AdminRoute, json } from "./admin-route.ts";
import { AdminRouter } from "./admin-router.ts";
import { healthRoute } from "./health.ts";

const failures: unknown[] = [];
const echo: AdminRoute = {
  method: "POST",
  path: "/_hearth/echo/:name",
  guarded: true,
  answer: ({ parameter, query, body }) => Promise.resolve(json({ parameter, q: query.get("q"), body })),
};
const broken: AdminRoute = {
  method: "GET",
  path: "/_hearth/broken",
  guarded: false,
  answer: () => Promise.reject(new Error("the disk is gone")),
};
const router = new AdminRouter([healthRoute(), echo, broken], "secret", (error) => failures.push(error));

async function call(line: string, body = "", token?: string): Promise<[status: number, body: unknown]> {
  const [method = "", url = ""] = line.split(" ");
  const answer: WireResponse = await router.dispatch(
    { method, url, headers: { "x-hearth-token": token } },
    Buffer.from(body),
  );
  assert.ok(answer.body instanceof Uint8Array);
  return [answer.status, JSON.parse(Buffer.from(answer.body).toString())];
}

it("routes by method and path", async () => {
  assert.deepEqual(await call("GET /_hearth/health"), [200, { status: "ok" }]);
  assert.deepEqual(await call("GET /_hearth/health?x=1"), [200, { status: "ok" }]);
  assert.deepEqual(await call("POST /_hearth/echo/a%20b?q=1", '{"x":1}', "secret"), [
    200,
    { parameter: "a b", q: "1", body: { x: 1 } },
  ]);
  assert.equal((await call("POST /_hearth/health"))[0], 405);
  for (const path of ["/_hearth/", "/_hearth/none", "/_hearth/echo/", "/_hearth/echo/a/b", "/_hearth/health/"])
    assert.equal((await call(`POST ${path}`, "", "secret"))[0], 404, path);
});

it("guards what is guarded", async () => {
  for (const token of [undefined, "", "secre", "secret2", "SECRET"])
    assert.equal((await call("POST /_hearth/echo/a", "", token))[0], 403, token);
});

it("answers what goes wrong", async () => {
  assert.equal((await call("POST /_hearth/echo/a", "{", "secret"))[0], 400);
  assert.deepEqual(await call("GET /_hearth/broken"), [500, { code: "Failed", message: "the disk is gone" }]);
  assert.equal(failures.length, 1);
});
