import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SNS_LIMITS } from "./compatibility.ts";

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: string }>>;
  readonly shapes: Readonly<Record<string, { readonly members?: object }>>;
}

const model = JSON.parse(readFileSync(join(import.meta.dirname, "../../wire/models/sns.json"), "utf8")) as Model;

for (const [operation, members] of Object.entries(SNS_LIMITS))
  test(`the table speaks of members that ${operation} has`, () => {
    const known = Object.keys(model.shapes[String(model.operations[operation]?.input)]?.members ?? {});
    for (const member of Object.keys(members))
      assert.ok(known.includes(member.split(/[.=]/)[0] ?? ""), `${operation} has no ${member}`);
  });
