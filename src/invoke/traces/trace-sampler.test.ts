import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { systemRandom, TestClock } from "../../base/index.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { makeSpec } from "../testing/bench-setup.ts";
import { TraceSampler } from "./trace-sampler.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-sampler-"));
after(() => rmSync(folder, { recursive: true }));

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";
const PARENT = "53995c3f42cd8ad8";
const CALLER = `Root=${ROOT};Parent=${PARENT}`;

function setUp(tracing: LaunchSpec["tracing"]): {
  clock: TestClock;
  header: (incoming?: string) => string;
} {
  const clock = new TestClock();
  const spec = { ...makeSpec(folder, {}), tracing };
  const sampler = new TraceSampler(clock, systemRandom);
  return { clock, header: (incoming) => sampler.header(spec, incoming) };
}

test("without a header nothing is sampled, unless tracing is active", () => {
  assert.match(setUp("PassThrough").header(), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  assert.match(setUp("Active").header(), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/);
});

test("the first of every second and a twentieth of the others are sampled", async () => {
  const { clock, header } = setUp("Active");
  for (let second = 0; second < 3; second++) {
    const sampled = Array.from({ length: 1_000 }, () => header().endsWith("Sampled=1"));
    assert.equal(sampled[0], true);
    const others = sampled.slice(1).filter((is) => is).length;
    assert.ok(others > 5 && others < 150, `${others} of 999`);
    await clock.advance(1_000);
  }
});

for (const [tracing, incoming, outgoing] of [
  ["PassThrough", `${CALLER};Sampled=1`, `${CALLER};Sampled=1`],
  ["PassThrough", `${CALLER};Sampled=0`, `${CALLER};Sampled=0`],
  ["PassThrough", CALLER, `${CALLER};Sampled=0`],
  ["PassThrough", `${CALLER};Sampled=?`, `${CALLER};Sampled=0`],
  ["PassThrough", `Sampled=1; Root=${ROOT}; Parent=${PARENT}`, `${CALLER};Sampled=1`],
  ["PassThrough", `${CALLER};Sampled=1;Lineage=1:a87bd80c:0`, `${CALLER};Sampled=1;Lineage=1:a87bd80c:0`],
  [
    "PassThrough",
    `Self=1-67891234-12456789abcdef012345678a;${CALLER};Sampled=1`,
    `${CALLER};Sampled=1;Self=1-67891234-12456789abcdef012345678a`,
  ],
  ["Active", `${CALLER};Sampled=0;Lineage=1:a87bd80c:0`, `${CALLER};Sampled=0;Lineage=1:a87bd80c:0`],
] as const)
  test(`${tracing} makes ${outgoing} of ${incoming}`, () => assert.equal(setUp(tracing).header(incoming), outgoing));

test("a sampled invocation of active tracing is a segment of its own, in the caller's trace", () => {
  for (const sampled of [";Sampled=1", ";Sampled=?", ""]) {
    const header = setUp("Active").header(`${CALLER}${sampled};Lineage=1:a87bd80c:0`);
    assert.match(header, new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=1;Lineage=1:a87bd80c:0$`));
    assert.ok(!header.includes(PARENT));
  }
});

for (const bad of [
  "",
  "x",
  "Root=",
  "Root=1-1-2;Sampled=1",
  `Parent=${PARENT};Sampled=1`,
  `Root=${ROOT};x=${"y".repeat(1_024)}`,
])
  test(`a header that names no trace counts as none: ${bad.slice(0, 40)}`, () =>
    assert.match(setUp("PassThrough").header(bad), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/));

test("a lineage is kept even where no trace is named", () => {
  const header = setUp("PassThrough").header("Root=x;Sampled=1;Lineage=a87bd80c:3");
  assert.match(header, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=a87bd80c:3$/);
});

test("a parent that is none is replaced", () => {
  assert.match(
    setUp("PassThrough").header(`Root=${ROOT};Parent=x;Sampled=1`),
    new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=1$`),
  );
});
