// What `import` finds in the folders of NODE_PATH, where layers are.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { onlyAnswer, runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";

const LAYERS: Readonly<Record<string, string>> = {
  "node_modules/plain/index.js": "exports.from = 'commonjs';",
  "node_modules/@scope/modern/package.json":
    '{ "type": "module", "exports": { ".": "./main.js", "./part": "./part.js" } }',
  "node_modules/@scope/modern/main.js": "import { helper } from 'helper'; export const from = helper;",
  "node_modules/@scope/modern/part.js": "export const from = 'part';",
  "node_modules/helper/package.json": '{ "type": "module", "exports": "./index.js" }',
  "node_modules/helper/index.js": "export const helper = 'module of a module';",
  "node_modules/both/package.json": '{ "type": "module", "exports": "./index.js" }',
  "node_modules/both/index.js": "export const from = 'layer';",
  "newer/node_modules/both/package.json": '{ "type": "module", "exports": "./index.js" }',
  "newer/node_modules/both/index.js": "export const from = 'newer layer';",
};
const OWN = {
  "node_modules/own/package.json": '{ "type": "module", "exports": "./index.js" }',
  "node_modules/own/index.js": "export const from = 'function';",
};

let layers: string;
let NODE_PATH: string;

before(async () => {
  layers = await mkdtemp(join(tmpdir(), "hearth-layers-"));
  for (const [path, text] of Object.entries(LAYERS)) {
    await mkdir(dirname(join(layers, path)), { recursive: true });
    await writeFile(join(layers, path), text);
  }
  NODE_PATH = ["newer/node_modules", "node_modules", "absent/node_modules", "."].map((f) => join(layers, f)).join(":");
});
after(() => rm(layers, { recursive: true }));

for (const { major, argv } of nodesUnderTest()) {
  const imported = async (statement: string, environment: Record<string, string>): Promise<unknown> => {
    const source = `${statement}\nexport const handler = async () => from;`;
    const run = await runGuest({ argv, files: { ...OWN, "index.mjs": source }, handler: "index.handler", environment });
    return onlyAnswer(run);
  };

  describe(`nodejs${major}.x imports`, { concurrency: 2 }, () => {
    for (const [specifier, from] of [
      ["@scope/modern", "module of a module"],
      ["@scope/modern/part", "part"],
      ["both", "newer layer"],
      ["own", "function"],
    ])
      it(`${specifier} from where NODE_PATH has it first`, async () => {
        assert.equal(await imported(`import { from } from "${specifier}";`, { NODE_PATH }), from);
      });

    it("CommonJS packages too, and from dynamic imports", async () => {
      assert.equal(await imported('import plain from "plain"; const { from } = plain;', { NODE_PATH }), "commonjs");
      assert.equal(await imported('const { from } = await import("both");', { NODE_PATH }), "newer layer");
    });

    for (const environment of [{ NODE_PATH: "/nowhere/node_modules" }, {}])
      it(`nothing else, and says so as Node.js does (${JSON.stringify(environment)})`, async () => {
        const answer = (await imported('import { from } from "both";', environment)) as Record<string, string>;
        assert.match(String(answer["errorMessage"]), /Cannot find package 'both' imported from \S+index.mjs/);
      });

    it("and names the file when a package that was found lacks something", async () => {
      for (const [specifier, message] of [
        ["./absent.mjs", /Cannot find module '\S+absent.mjs' imported from \S+index.mjs/],
        [
          "@scope/modern/hidden",
          /Cannot find package '@scope\/modern' imported from|'.\/hidden' is not defined by "exports"/,
        ],
        ["nowhere", /Cannot find package 'nowhere' imported from \S+index.mjs/],
      ] as const) {
        const answer = (await imported(`import { from } from "${specifier}";`, { NODE_PATH })) as Record<
          string,
          string
        >;
        assert.match(String(answer["errorMessage"]), message);
      }
    });
  });
}
