import assert from "node:assert/strict";
import test from "node:test";
import { snsHandlers } from "./handlers.ts";
import type { SnsDependencies } from "./operation.ts";
import type { SnsServiceOptions } from "./sns-options.ts";
import { createSnsService } from "./sns-service.ts";

test("the operations that are announced before they are loaded are those that are there", () => {
  const options = { newWorker: () => ({}) } as unknown as SnsServiceOptions;
  const announced = Object.keys(createSnsService(options).handlers);
  assert.deepEqual(announced, Object.keys(snsHandlers({} as SnsDependencies)));
});
