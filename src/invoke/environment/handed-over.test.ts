import assert from "node:assert/strict";
import { it } from "node:test";
import { HandedOver } from "./handed-over.ts";

it("what is given is there at once, whether it was waited for or not", () => {
  const taken: string[] = [];
  const awaited = new HandedOver<string>();
  awaited.take((value) => taken.push(value));
  assert.equal(taken.length, 0);
  awaited.give("awaited");
  const early = new HandedOver<string>();
  early.give("early");
  early.take((value) => taken.push(value));
  const nothing = new HandedOver<void>();
  nothing.give();
  nothing.take(() => taken.push("nothing"));
  assert.deepEqual(taken, ["awaited", "early", "nothing"]);
});
