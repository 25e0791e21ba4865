import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ERRORS_FILE, errorsDocument } from "../../scripts/errors.ts";

test("docs/errors.md is what the error catalogue says (npm run docs)", () => {
  assert.equal(readFileSync(ERRORS_FILE, "utf8"), errorsDocument());
});
