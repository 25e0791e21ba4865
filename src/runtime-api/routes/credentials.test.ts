import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reply } from "../http/exchange.ts";
import { credentials } from "./credentials.ts";

const source = {
  token: "right",
  current: () => ({
    accessKeyId: "ASIA",
    secretAccessKey: "secret",
    sessionToken: "token",
    expiresAtMs: Date.UTC(2030, 1, 3, 4, 5, 6, 789),
  }),
};

function ask(authorization: string | undefined): Reply {
  const headers = new Map(authorization === undefined ? [] : [["authorization", authorization]]);
  return credentials(source, { method: "GET", path: "/2021-04-23/credentials", isHttp11: true, headers });
}

test("who has the token is told the credentials and their end", () => {
  const { status, body } = ask("right");
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(Buffer.from(body).toString()), {
    AccessKeyId: "ASIA",
    SecretAccessKey: "secret",
    Token: "token",
    Expiration: "2030-02-03T04:05:06Z",
  });
});

for (const wrong of [undefined, "", "wrong", "Bearer right", "right ", "righ"])
  test(`the header ${String(wrong)} is refused in AWS's words`, () => {
    const { status, headers, body } = ask(wrong);
    assert.equal(status, 404);
    assert.deepEqual(headers[0], ["Content-Type", "text/plain; charset=utf-8"]);
    assert.equal(Buffer.from(body).toString(), "cannot get credentials for the provided token\n");
  });
