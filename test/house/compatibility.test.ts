import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { COMPATIBILITY_FILE, compatibilityDocument } from "../../scripts/compatibility.ts";

test("docs/compatibility.md is what the code says (npm run docs)", async () => {
  assert.equal(readFileSync(COMPATIBILITY_FILE, "utf8"), await compatibilityDocument());
});
