// The table of rooms that people read is the one that the tool enforces.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");

interface Rule {
  readonly name: string;
  readonly comment: string;
}

test("ARCHITECTURE.md and .dependency-cruiser.cjs have the same rooms and edges", () => {
  const { forbidden } = createRequire(import.meta.url)(join(ROOT, ".dependency-cruiser.cjs")) as { forbidden: Rule[] };
  const enforced = forbidden
    .filter(({ name }) => name.startsWith("direction-"))
    .map(({ name, comment }) => [
      name.slice("direction-".length),
      comment.replace(/^.*only: /, "").replace("nothing", ""),
    ]);
  const sections = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8").split(/^## /m);
  const section = sections.find((text) => text.startsWith("Rooms")) ?? "";
  const rows = section.matchAll(/^\| `([a-z-]+)` +\|[^|]*\| ([a-z, –-]+?) +\|$/gm);
  const written = [...rows].map(([, room = "", friends = ""]) => [room, friends.replace("–", "")]);
  assert.ok(enforced.length > 10);
  assert.deepEqual(written, enforced);
});
