// The linter's own guards are tested through the real configuration: a rule that is misspelt would catch nothing.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");
const tree = mkdtempSync(join(ROOT, ".house-"));
for (const path of [".oxlintrc.jsonc", "test/house/house-rules.mjs"])
  cpSync(join(ROOT, path), join(tree, path), { recursive: true });

after(() => {
  rmSync(tree, { recursive: true });
});

/** Names of the rules that the file breaks when it lies at `path`. */
function broken(path: string, content: string): string[] {
  const file = join(tree, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  const bin = join(ROOT, "node_modules/.bin/oxlint");
  const { stdout } = spawnSync(process.execPath, [bin, "--format", "json", path], { cwd: tree, encoding: "utf8" });
  rmSync(file);
  const report = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return report.diagnostics.map(({ code }) => code);
}

const CLOCK = "house(no-ambient-time)";
const planted: [rule: string, line: string][] = [
  [CLOCK, "export const now: number = Date.now();"],
  [CLOCK, "export const chance: number = Math.random();"],
  [CLOCK, "setTimeout(() => undefined, 1);"],
  ["eslint(no-console)", "console.log(1);"],
  ["typescript(no-explicit-any)", "export const x: any = 1;"],
  ["unicorn(prefer-node-protocol)", 'export { join } from "path";'],
];
for (const [rule, line] of planted)
  test(`${rule} catches ${line}`, () => {
    assert.ok(broken("src/invoke/planted.ts", `${line}\n`).includes(rule));
  });

test("tests, and the clock itself, may use the time of the machine", () => {
  for (const path of ["src/invoke/planted.test.ts", "src/base/clock.ts"])
    assert.deepEqual(broken(path, "export const now: number = Date.now();\n"), [], path);
});
