import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "../base/index.ts";
import { instanceName, isDeadInstance } from "./instance-name.ts";

test("the name of a live server is not that of a dead one", () => {
  assert.equal(isDeadInstance(instanceName(systemRandom)), false);
});

test("a process id that has passed to another process tells a dead server", () => {
  assert.equal(isDeadInstance(`hearth-${process.pid}-1-abcdef`), true);
  assert.equal(isDeadInstance("hearth-99999999-1-abcdef"), true);
});

test("names of others are never taken for a dead server's", () => {
  for (const name of ["hearth", "user.slice", "hearth-1", `hearth-${process.pid}-1-abcdef.bak`])
    assert.equal(isDeadInstance(name), false, name);
});
