import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidSubscription, readSubscription, type SubscriptionApi } from "./subscription.ts";

const HTTP = { protocol: "HTTP", URI: "http://sandbox.localdomain:8080/a/b?c=d" };
const USUAL = { schemaVersion: "2022-12-13", types: ["platform"], destination: HTTP };

function read(api: SubscriptionApi, body: unknown): ReturnType<typeof readSubscription> {
  return readSubscription(api, Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));
}

test("what is left out is as AWS documents it", () => {
  assert.deepEqual(read("telemetry", USUAL), {
    api: "telemetry",
    schemaVersion: "2022-12-13",
    types: ["platform"],
    destination: { protocol: "HTTP", method: "POST", port: 8_080, path: "/a/b?c=d" },
    buffering: { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 1_000 },
  });
});

test("the Logs API gathers more items, and can PUT", () => {
  const destination = { ...HTTP, method: "PUT", encoding: "JSON" };
  const { destination: read_, buffering } = read("logs", { ...USUAL, schemaVersion: "2020-08-15", destination });
  assert.deepEqual(read_, { protocol: "HTTP", method: "PUT", port: 8_080, path: "/a/b?c=d" });
  assert.equal(buffering.maxItems, 10_000);
});

test("a destination without port or path has the usual ones", () => {
  const { destination } = read("telemetry", { ...USUAL, destination: { protocol: "HTTP", URI: "http://sandbox" } });
  assert.deepEqual(destination, { protocol: "HTTP", method: "POST", port: 80, path: "/" });
});

const ACCEPTED: unknown[] = [
  ...["2022-07-01", "2022-12-13", "2025-01-29"].map((schemaVersion) => ({ ...USUAL, schemaVersion })),
  { ...USUAL, destination: { protocol: "TCP", port: 1 } },
  { ...USUAL, destination: { protocol: "TCP", port: 65_535 } },
  { ...USUAL, types: ["platform", "function", "extension", "platform"] },
  { ...USUAL, buffering: { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 25 } },
  { ...USUAL, buffering: { maxItems: 10_000, maxBytes: 1_048_576, timeoutMs: 30_000 } },
];
for (const body of ACCEPTED)
  test(`accepted: ${JSON.stringify(body)}`, () => {
    read("telemetry", body);
  });

const REFUSED: [body: unknown, message: RegExp][] = [
  ["", /^The body is not JSON/],
  ["[]", /^The body is not an object\.$/],
  [{ ...USUAL, schemaVersion: "2020-08-15" }, /^schemaVersion is not one of 2022-07-01, 2022-12-13, 2025-01-29\.$/],
  [{ ...USUAL, types: [] }, /^types is not a list/],
  [{ ...USUAL, types: "platform" }, /^types is not a list/],
  [{ ...USUAL, types: ["weather"] }, /^types is not one of platform, function, extension\.$/],
  [{ ...USUAL, destination: undefined }, /^destination is not an object\.$/],
  [{ ...USUAL, destination: { protocol: "UDP", port: 1 } }, /^destination\.protocol is not one of HTTP, TCP\.$/],
  [{ ...USUAL, destination: { protocol: "HTTP" } }, /^destination\.URI is not an http URI\.$/],
  [
    { ...USUAL, destination: { protocol: "HTTP", URI: "https://sandbox:1" } },
    /^destination\.URI is not an http URI\.$/,
  ],
  [{ ...USUAL, destination: { protocol: "HTTP", URI: "http://169.254.169.254/" } }, /^The host of destination\.URI/],
  [
    { ...USUAL, destination: { protocol: "HTTP", URI: "http://sandbox@example.org/" } },
    /^The host of destination\.URI/,
  ],
  [{ ...USUAL, destination: { protocol: "TCP", port: 0 } }, /^destination\.port is not an integer from 1 to 65535\.$/],
  [{ ...USUAL, destination: { protocol: "TCP", port: "80" } }, /^destination\.port is not an integer/],
  [{ ...USUAL, buffering: { maxItems: 999 } }, /^buffering\.maxItems is not an integer from 1000 to 10000\.$/],
  [{ ...USUAL, buffering: { maxItems: 10_001 } }, /^buffering\.maxItems/],
  [{ ...USUAL, buffering: { maxBytes: 262_143 } }, /^buffering\.maxBytes is not an integer from 262144 to 1048576\.$/],
  [{ ...USUAL, buffering: { maxBytes: 1_048_577 } }, /^buffering\.maxBytes/],
  [{ ...USUAL, buffering: { timeoutMs: 24 } }, /^buffering\.timeoutMs is not an integer from 25 to 30000\.$/],
  [{ ...USUAL, buffering: { timeoutMs: 30_001 } }, /^buffering\.timeoutMs/],
  [{ ...USUAL, buffering: { timeoutMs: 25.5 } }, /^buffering\.timeoutMs/],
];
for (const [body, message] of REFUSED)
  test(`refused: ${JSON.stringify(body)}`, () => {
    assert.throws(
      () => read("telemetry", body),
      (error) => error instanceof InvalidSubscription && message.test(error.message),
    );
  });
