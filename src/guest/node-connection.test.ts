import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";

const CLIENT = join(import.meta.dirname, "node");
const COMPILED = join(CLIENT, "connection.node");
const MODULES = "process.moduleLoadList.includes('NativeModule net')";

const folder = await mkdtemp(join(tmpdir(), "hearth-client-"));
await cp(CLIENT, folder, { recursive: true, filter: (path) => path !== COMPILED });
after(() => rm(folder, { recursive: true }));

const connections = [
  { name: "the compiled connection", client: CLIENT, loadsNet: false },
  { name: "the connection of Node.js", client: folder, loadsNet: true },
].filter(({ loadsNet }) => loadsNet || existsSync(COMPILED) || process.env["CI"] !== undefined);

for (const { major, argv } of nodesUnderTest())
  for (const { name, client, loadsNet } of connections)
    describe(`Node.js ${major} with ${name}`, { concurrency: 2 }, () => {
      const program = [argv[0], join(client, "index.cjs")] as const;

      it("carries events and answers of any size and script", async () => {
        const bodies = ["x", "é𝄞".repeat(1_000_000), "", "é".repeat(2_500), "x".repeat(5_000_000), "last"];
        const run = await runGuest({
          argv: program,
          files: { "index.js": `exports.handler = async (event) => [event, ${MODULES}]` },
          handler: "index.handler",
          events: bodies.map((body) => ({ body: JSON.stringify(body) })),
        });
        // Compared by hand: the difference of such texts takes minutes to print.
        assert.equal(run.answers.length, bodies.length);
        for (const [n, { text }] of run.answers.entries())
          assert.ok(text === JSON.stringify([bodies[n], loadsNet]), `answer ${n}`);
      });

      it("says why it cannot reach the Runtime API", async () => {
        const run = await runGuest({
          argv: program,
          files: { "index.js": "exports.handler = async () => {}" },
          handler: "index.handler",
          environment: { AWS_LAMBDA_RUNTIME_API: "127.0.0.1:1" },
        });
        assert.equal(run.exitCode, 1);
        assert.match(
          run.stderr,
          /^The Runtime API at 127\.0\.0\.1:1 cannot be reached: connect ECONNREFUSED 127\.0\.0\.1:1\n/,
        );
      });

      it("keeps the context of a handler apart from the connection's", async () => {
        const storage = "const s = new (require('node:async_hooks').AsyncLocalStorage)();";
        const run = await runGuest({
          argv: program,
          files: {
            "index.js": `${storage} exports.handler = async (n) => { const was = s.getStore(); s.enterWith(n); await 1; return [was ?? null, s.getStore()]; }`,
          },
          handler: "index.handler",
          events: [{ body: 1 }, { body: 2 }],
        });
        assert.deepEqual(
          run.answers.map(({ text }) => JSON.parse(text)[1]),
          [1, 2],
        );
      });
    });

it("is not given to functions that run Node.js without add-ons", async (t) => {
  const node = nodesUnderTest()[0];
  if (node === undefined) return t.skip("no Node.js");
  const run = await runGuest({
    argv: [node.argv[0], join(CLIENT, "index.cjs")],
    files: { "index.js": `exports.handler = async () => ${MODULES}` },
    handler: "index.handler",
    environment: { NODE_OPTIONS: "--no-addons" },
  });
  assert.deepEqual(
    run.answers.map(({ text }) => text),
    ["true"],
  );
});
