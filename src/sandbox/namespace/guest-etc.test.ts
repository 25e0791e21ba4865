import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { resolvConf } from "./guest-etc.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-etc-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test("resolvers on loopback give way to those behind them", () => {
  const stub = file("stub", "nameserver 127.0.0.53\nsearch example.org\n");
  const real = file("real", "# from the router\nnameserver 192.0.2.53\nnameserver fe80::1\noptions ndots:2\n");
  assert.equal(resolvConf([stub, real]), "nameserver 192.0.2.53\noptions ndots:2\n");
});

test("where no resolver can be reached public ones are asked", () => {
  const stub = file("stub", "nameserver 127.0.0.53\n");
  assert.equal(resolvConf([stub, join(folder, "missing")]), "nameserver 1.1.1.1\nnameserver 8.8.8.8\n");
});
