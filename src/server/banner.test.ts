import assert from "node:assert/strict";
import { it } from "node:test";
import { banner, type BannerFacts } from "./banner.ts";

const FACTS: BannerFacts = {
  version: "1.2.3",
  endpoint: "http://localhost:4566",
  region: "us-east-1",
  accountId: "000000000000",
  signatures: false,
  dataFolder: "/home/me/.hearth",
  database: undefined,
  tier: "namespace-root",
  tierReason: "this process is root",
  tierLacks: [],
  runtimes: ["nodejs22.x", "python3.11"],
  startMs: 123.4,
};
const plain = (_format: unknown, text: string): string => text;

it("says what a newcomer needs", () => {
  const text = banner(FACTS, plain);
  for (const part of [
    "Hearth 1.2.3 is up in 123 ms",
    "http://localhost:4566",
    "us-east-1, account 000000000000",
    "namespace-root: this process is root",
    "nodejs22.x python3.11",
    "/home/me/.hearth",
    "aws --endpoint-url http://localhost:4566 lambda list-functions",
    'eval "$(npx hearth env)"',
  ])
    assert.ok(text.includes(part), part);
  assert.ok(!text.includes("NOT ISOLATED"));
});

it("is loud when functions are not isolated", () => {
  assert.match(banner({ ...FACTS, tier: "process" }, plain), /!! FUNCTIONS ARE NOT ISOLATED/);
});

it("says what even a good tier lacks on this machine", () => {
  const tierLacks = ["outgoing network", "memory limit"];
  assert.match(
    banner({ ...FACTS, tierLacks }, plain),
    /\n +without outgoing network, memory limit; see: hearth doctor\n/,
  );
  assert.ok(!banner(FACTS, plain).includes("without"));
});

it("says where to look when nothing can run", () => {
  assert.match(banner({ ...FACTS, runtimes: [] }, plain), /none found; see: hearth doctor/);
});
