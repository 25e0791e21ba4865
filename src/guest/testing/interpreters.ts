import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface NodeUnderTest {
  readonly major: number;
  readonly argv: readonly [string, ...string[]];
}

/** The interpreters that came as optional npm dependencies, each with the client. */
export function nodesUnderTest(): NodeUnderTest[] {
  const require = createRequire(import.meta.url);
  const packages = { 20: "runtime-nodejs20", 22: "runtime-nodejs22", 24: `node-linux-${process.arch}` };
  return Object.entries(packages).flatMap(([major, name]) => {
    try {
      const program = join(dirname(require.resolve(`${name}/package.json`)), "bin/node");
      const client = join(import.meta.dirname, "../node/index.cjs");
      return existsSync(program) ? [{ major: Number(major), argv: [program, client] as const }] : [];
    } catch {
      return [];
    }
  });
}

/** The system's Python with the client. `-B` keeps the tests from writing into the source folder. */
export const PYTHON: readonly [string, ...string[]] = [
  "/usr/bin/python3",
  "-S",
  "-B",
  join(import.meta.dirname, "../python/bootstrap.py"),
];

/** A Ruby of the system with the client, if there is one. */
export const RUBY: readonly [string, ...string[]] | undefined = existsSync("/usr/bin/ruby")
  ? ["/usr/bin/ruby", join(import.meta.dirname, "../ruby/bootstrap.rb")]
  : undefined;
