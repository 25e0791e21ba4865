import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string } }[] };
}

function cruise(cwd: string): Cruise {
  const bin = join(import.meta.dirname, "../../node_modules/.bin/depcruise");
  const out = execFileSync(
    process.execPath,
    [bin, "src", "--config", ".dependency-cruiser.cjs", "--output-type", "json"],
    { cwd, maxBuffer: 1 << 26 },
  );
  return JSON.parse(out.toString()) as Cruise;
}

test("every source file was cruised, so the check cannot fail open", () => {
  const { modules, summary } = cruise(process.cwd());
  const cruised = new Set(modules.map(({ source }) => source));
  assert.deepEqual(
    globSync("src/**/*.ts").filter((file) => !cruised.has(file)),
    [],
  );
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
  ["testing-is-for-tests", "invoke/invoker.ts", 'export { LimitWatch } from "./testing/limit-watch.ts";'],
  ["siblings-are-strangers", "services/sts/index.ts", 'export { createLogsService } from "../logs/index.ts";'],
];
for (const [rule, file, line] of breaches) {
  test(`${rule} bites`, () => {
    const tree = mkdtempSync(join(process.cwd(), ".house-"));
    cpSync("src", join(tree, "src"), { recursive: true });
    cpSync(".dependency-cruiser.cjs", join(tree, ".dependency-cruiser.cjs"));
    mkdirSync(dirname(join(tree, "src", file)), { recursive: true });
    appendFileSync(join(tree, "src", file), `${line}\n`);
    const { violations } = cruise(tree).summary;
    rmSync(tree, { recursive: true });
    assert.ok(violations.some((v) => v.rule.name === rule));
  });
}
