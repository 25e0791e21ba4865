import assert from "node:assert/strict";
import { it } from "node:test";
import { systemRandom } from "../../base/index.ts";
import { functionUrl, newUrlId } from "./url-address.ts";

const ID = "a".repeat(32);

for (const [origin, url] of [
  ["http://localhost:4566", `http://${ID}.lambda-url.eu-west-1.localhost:4566/`],
  ["http://127.0.0.1:4566", `http://${ID}.lambda-url.eu-west-1.localhost:4566/`],
  ["http://[::1]:4566", `http://${ID}.lambda-url.eu-west-1.localhost:4566/`],
  ["https://hearth.example", `https://${ID}.lambda-url.eu-west-1.hearth.example/`],
] as const)
  it(`a client that came by ${origin} is given a URL it can resolve`, () => {
    assert.equal(functionUrl(ID, "eu-west-1", origin), url);
  });

it("ids have 32 lower-case letters and digits, any of them, and do not repeat", () => {
  const ids = Array.from({ length: 200 }, () => newUrlId(systemRandom));
  for (const id of ids) assert.match(id, /^[a-z0-9]{32}$/);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(ids.join("")).size, 36);
});

it("bytes that would favour some characters are passed over", () => {
  let calls = 0;
  const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(calls++ === 0 ? 255 : 35);
  assert.equal(newUrlId({ ...systemRandom, bytes }), "9".repeat(32));
});
