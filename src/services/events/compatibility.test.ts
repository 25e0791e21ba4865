import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { EVENTS_LIMITS } from "./compatibility.ts";
import { handlers } from "./handlers.ts";
import type { EventsDependencies } from "./operation.ts";

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: string }>>;
  readonly shapes: Readonly<Record<string, { readonly members?: object }>>;
}

const model = JSON.parse(readFileSync(join(import.meta.dirname, "../../wire/models/events.json"), "utf8")) as Model;

/** Only its keys are looked at; the handlers are not called. */
const OPERATIONS = Object.keys(handlers({} as EventsDependencies));

for (const [operation, members] of Object.entries(EVENTS_LIMITS))
  it(`the table speaks of members that ${operation} has`, () => {
    assert.ok(OPERATIONS.includes(operation));
    const known = Object.keys(model.shapes[String(model.operations[operation]?.input)]?.members ?? {});
    const target = Object.keys(model.shapes["Target"]?.members ?? {}).map((member) => `Targets.${member}`);
    for (const member of Object.keys(members)) assert.ok([...known, ...target].includes(member), member);
  });
