import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { RETIRED_RUNTIMES, SUPPORTED_RUNTIMES } from "../runtimes/index.ts";
import { COMPATIBILITY } from "./compatibility.ts";
import type { ControlPlane } from "./control-plane.ts";
import { ERROR_CATALOGUE } from "./error-catalogue.ts";
import { lambdaHandlers } from "./handlers.ts";

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: string }>>;
  readonly shapes: Readonly<Record<string, { readonly members?: object; readonly enum?: readonly string[] }>>;
}

const model = JSON.parse(readFileSync(join(import.meta.dirname, "../wire/models/lambda.json"), "utf8")) as Model;

/** Only its keys are looked at; the handlers are not called. */
const OPERATIONS = Object.keys(lambdaHandlers({} as ControlPlane));

it("the table has exactly the operations that have a handler", () => {
  assert.deepEqual(Object.keys(COMPATIBILITY).toSorted(), OPERATIONS.toSorted());
});

for (const operation of OPERATIONS) {
  it(`the table has exactly the input members of ${operation}`, () => {
    const members = Object.keys(model.shapes[String(model.operations[operation]?.input)]?.members ?? {});
    const nested = Object.keys(model.shapes["FunctionCode"]?.members ?? {}).map((member) => `Code.${member}`);
    const expected = operation === "CreateFunction" ? [...members, ...nested] : members;
    assert.deepEqual(Object.keys(COMPATIBILITY[operation] ?? {}).toSorted(), expected.toSorted());
  });
}

it("what is stored or missing says what it lacks", () => {
  for (const [operation, members] of Object.entries(COMPATIBILITY))
    for (const [member, { status, note }] of Object.entries(members))
      assert.ok(status === "working" || (note ?? "").length > 5, `${operation}.${member}`);
});

it("no runtime is both supported and retired", () => {
  assert.deepEqual(
    SUPPORTED_RUNTIMES.filter((name) => RETIRED_RUNTIMES.includes(name)),
    [],
  );
});

it("every code of the catalogue that the model knows has the model's status", () => {
  for (const [name, { code, status }] of ERROR_CATALOGUE) {
    const modelled = model.shapes[code] as { readonly status?: number } | undefined;
    // A server that stops answers 503, so that clients come back, where the model has 500.
    if (modelled?.status !== undefined && name !== "stopping") assert.equal(status, modelled.status, name);
  }
});
