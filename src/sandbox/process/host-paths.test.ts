import assert from "node:assert/strict";
import { test } from "node:test";
import { hostPaths } from "./host-paths.ts";

const onHost = hostPaths([
  { source: "/data/code/abc", target: "/var/task" },
  { source: "/repo/guest/node", target: "/var/runtime" },
  { source: "/data/layers/1", target: "/opt" },
]);

const cases: [text: string, expected: string][] = [
  ["/var/task", "/data/code/abc"],
  ["/var/task/bootstrap", "/data/code/abc/bootstrap"],
  ["/var/tasks", "/var/tasks"],
  ["/home/var/task", "/home/var/task"],
  ["/opt/lib:/var/task/lib:/usr/lib", "/data/layers/1/lib:/data/code/abc/lib:/usr/lib"],
  ["--require=/var/runtime/index.cjs", "--require=/repo/guest/node/index.cjs"],
  ["nothing to see", "nothing to see"],
];

for (const [text, expected] of cases) {
  test(`${text} is ${expected} on the host`, () => {
    assert.equal(onHost(text), expected);
  });
}

test("without mounts every text stays as it is", () => {
  assert.equal(hostPaths([])("/var/task"), "/var/task");
});
