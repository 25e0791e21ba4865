import assert from "node:assert/strict";
import { it } from "node:test";
import { Undo } from "./undo.ts";

it("runs every step once, in reverse, whatever fails", async () => {
  const undo = new Undo();
  const order: string[] = [];
  undo.defer((graceMs) => void order.push(`first ${graceMs}`));
  undo.defer(() => Promise.reject(new Error("stuck")));
  undo.defer(async () => {
    await Promise.resolve();
    order.push("third");
  });
  await assert.rejects(undo.run(5), /stuck/);
  await assert.rejects(undo.run(6), /stuck/);
  assert.deepEqual(order, ["third", "first 5"]);
});

it("tells of all failures", async () => {
  const undo = new Undo();
  for (const reason of ["one", "two"]) undo.defer(() => Promise.reject(new Error(reason)));
  await assert.rejects(undo.run(0), { name: "AggregateError", message: "Error: two; Error: one" });
});
