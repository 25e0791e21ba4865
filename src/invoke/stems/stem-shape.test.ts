import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSpec } from "../testing/bench-setup.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { stemShape } from "./stem-shape.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "hearth-shape-"));
after(() => rmSync(folder, { recursive: true }));

function spec(more: Partial<LaunchSpec>): LaunchSpec {
  const made = makeSpec(folder, {});
  return { ...made, runtime: { ...made.runtime, waitsForFunction: true }, ...more };
}

test("functions of one runtime and size share, whatever their code, variables and handler", () => {
  const shape = stemShape(spec({}));
  assert.ok(shape);
  assert.equal(
    stemShape(spec({ functionName: "x", codeFolder: "/x", handler: "y.z", environment: { A: "1", PATH: "/bin" } })),
    shape,
  );
  assert.notEqual(stemShape(spec({ memoryMib: 256 })), shape);
  assert.notEqual(stemShape(spec({ tmpMib: 1_024 })), shape);
});

for (const name of [
  "NODE_OPTIONS",
  "NODE_PATH",
  "PYTHONPATH",
  "LD_PRELOAD",
  "TZ",
  "LANG",
  "AWS_LAMBDA_EXEC_WRAPPER",
  "UV_THREADPOOL_SIZE",
  "JAVA_TOOL_OPTIONS",
  "JDK_JAVA_OPTIONS",
])
  test(`a function that sets ${name} boots directly`, () => {
    assert.equal(stemShape(spec({ environment: { [name]: "x" } })), undefined);
  });

test("a runtime without a client of ours boots directly", () => {
  assert.equal(stemShape(makeSpec(folder, {})), undefined);
});
