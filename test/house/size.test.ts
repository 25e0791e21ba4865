// Files and functions stay small enough to be read at once. What is over has its size written down, and may only shrink.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");
const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 70;
/** Written by a program and read by none but the compiler. */
const GENERATED = /^src\/wire\/models\/|^src\/store\/(sqlite|postgres)\/statements\.ts$/;
/** Where a function may be a list of tests, which is read one test at a time. */
const TESTS = /\.(test|conformance)\.ts$|\/conformance\//;
/** Known to be over: file, and its lines today. */
const LARGE_FILES: Readonly<Record<string, number>> = {};

function tracked(): string[] {
  return execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
    .split("\0")
    .filter((file) => /^(src|bin|scripts|test)\/.*\.(ts|mjs|cjs|js|py|c|h|sh)$/.test(file) && !GENERATED.test(file));
}

test(`no file has more than ${FILE_LINES_MAX} lines`, () => {
  const files = tracked();
  assert.ok(files.length > 50, "the check must not fail open");
  for (const file of files) {
    const lines = readFileSync(join(ROOT, file), "utf8").trimEnd().split("\n").length;
    const known = LARGE_FILES[file];
    if (known !== undefined) assert.equal(lines, known, `${file} may only shrink; write its new size down`);
    else assert.ok(lines <= FILE_LINES_MAX, `${file} has ${lines} lines`);
  }
});

test(`no function has more than ${FUNCTION_LINES_MAX} lines`, () => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-size-"));
  const config = join(folder, "oxlintrc.json");
  const bin = join(ROOT, "node_modules/.bin/oxlint");
  const rules = { "max-lines-per-function": ["error", { max: FUNCTION_LINES_MAX, skipComments: true }] };
  writeFileSync(config, JSON.stringify({ categories: { correctness: "off" }, rules }));
  writeFileSync(join(folder, "long.js"), `export function long() {\n${"  void 0;\n".repeat(FUNCTION_LINES_MAX)}}\n`);
  const run = (path: string): string[] => {
    const words = [bin, "-c", config, "--format", "json", path];
    const { stdout } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 26 });
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { filename: string; message: string; code: string }[];
    };
    return diagnostics
      .filter(({ code, filename }) => code === "eslint(max-lines-per-function)" && !TESTS.test(filename))
      .map(({ filename, message }) => `${filename}: ${message}`);
  };
  assert.equal(run(join(folder, "long.js")).length, 1, "the check must be able to fail");
  assert.deepEqual(run("src"), []);
  rmSync(folder, { recursive: true });
});
