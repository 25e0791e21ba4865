import { after } from "node:test";
import { sandboxConformance } from "../conformance.ts";
import { namespaceSubject } from "./testing/namespace-subject.ts";
import type { OutsideNetwork } from "./testing/outside-network.ts";
import { makeOutside } from "./testing/outside-network.ts";

const isRoot = process.platform === "linux" && process.geteuid?.() === 0;

if (isRoot) {
  const outside: OutsideNetwork = await makeOutside();
  after(() => outside.close());
  sandboxConformance(namespaceSubject("namespace-root", {}, () => outside));
} else {
  const { test } = await import("node:test");
  test("the root tier", { skip: "this test needs root on Linux" }, () => undefined);
}
