import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "./random.ts";
import { TestClock } from "./test-clock.ts";
import { countInLineage, newTraceHeader } from "./trace-header.ts";

const HASH = "a87bd80c";
const ROOT = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

test("a new header is that of a new trace, of which nothing is decided", () => {
  assert.match(newTraceHeader(new TestClock(), systemRandom), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16}$/);
});

const cases: readonly [what: string, header: string, expected: string, count: number][] = [
  ["no lineage", ROOT, `${ROOT};Lineage=${HASH}:0`, 0],
  ["its own", `${ROOT};Lineage=${HASH}:4`, `${ROOT};Lineage=${HASH}:5`, 5],
  ["another's", `${ROOT};Lineage=68fd508a:5`, `${ROOT};Lineage=68fd508a:5|${HASH}:0`, 0],
  ["several", `Lineage=${HASH}:1|68fd508a:5;${ROOT}`, `${ROOT};Lineage=68fd508a:5|${HASH}:2`, 2],
  ["a pair with a number before it", `${ROOT};Lineage=1:${HASH}:7`, `${ROOT};Lineage=${HASH}:8`, 8],
  ["rubbish", `${ROOT};Lineage=x|:|${HASH}:y|1:2:3;;`, `${ROOT};Lineage=${HASH}:0`, 0],
  ["nothing", "", `Lineage=${HASH}:0`, 0],
];
for (const [what, header, expected, count] of cases)
  test(`counts a function in a header with ${what}`, () => {
    assert.deepEqual(countInLineage(header, HASH), { header: expected, count });
  });

test("does not grow without end", () => {
  let header = ROOT;
  for (let each = 0; each < 100; each++) header = countInLineage(header, each.toString(16).padStart(8, "0")).header;
  assert.ok(header.length < 600, header);
  assert.equal(countInLineage(header, "00000063").count, 1);
});
