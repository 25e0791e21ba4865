import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, globSync, appendFileSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string } }[] };
}

function cruise(cwd: string): Cruise["summary"] {
  const bin = join(import.meta.dirname, "../../node_modules/.bin/depcruise");
  const out = execFileSync(
    process.execPath,
    [bin, "src", "--config", ".dependency-cruiser.cjs", "--output-type", "json"],
    { cwd, maxBuffer: 1 << 26 },
  );
  return (JSON.parse(out.toString()) as Cruise).summary;
}

test("every source file was cruised, so the check cannot fail open", () => {
  const summary = cruise(process.cwd());
  assert.equal(summary.totalCruised, globSync("src/**/*.ts").length);
  assert.deepEqual(summary.violations, []);
});

const breaches: [rule: string, file: string, line: string][] = [
  ["direction-base", "base/clock.ts", 'export { decode } from "../wire/index.ts";'],
  ["through-the-door", "gateway/index.ts", 'export type { LaunchSpec } from "../invoke/launch-spec.ts";'],
  [
    "adapters-only-from-server",
    "lambda/operations/create-function.ts",
    'export { sqliteStore } from "../../store/sqlite/index.ts";',
  ],
  ["siblings-are-strangers", "services/sqs/index.ts", 'export { s3 } from "../s3/index.ts";'],
];
for (const [rule, file, line] of breaches) {
  test(`${rule} bites`, () => {
    const tree = mkdtempSync(join(process.cwd(), ".house-"));
    cpSync("src", join(tree, "src"), { recursive: true });
    cpSync(".dependency-cruiser.cjs", join(tree, ".dependency-cruiser.cjs"));
    appendFileSync(join(tree, "src", file), `${line}\n`);
    assert.ok(cruise(tree).violations.some((v) => v.rule.name === rule));
  });
}
