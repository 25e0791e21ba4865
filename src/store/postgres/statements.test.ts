import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { renderPostgresStatements } from "./render-statements.ts";
import * as statements from "./statements.ts";

test("the compiled statements are those of the queries", async (t) => {
  // Beside the real file, so that its import of a type resolves.
  const folder = mkdtempSync(join(import.meta.dirname, ".render-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "statements.ts");
  writeFileSync(file, renderPostgresStatements());
  const fresh: unknown = await import(pathToFileURL(file).href);
  assert.deepEqual({ ...statements }, { ...(fresh as object) }, "run: node src/store/postgres/render-statements.ts");
});
