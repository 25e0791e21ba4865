import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { findRuby } from "./find-ruby.ts";
import { findRuntimes } from "./find-runtimes.ts";
import { rubyRuntime } from "./ruby-runtime.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hearth-ruby-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("ruby", () => {
  it("counts as a runtime of AWS only when it is of that very version", async () => {
    const { found, others } = findRuby([]);
    for (const version of others) assert.ok(!["3.3", "3.4", "4.0"].includes(version), version);
    const catalogue = await findRuntimes({ dataFolder: folder, environment: { PATH: "/nonexistent" } });
    for (const minor of ["3.3", "3.4", "4.0"] as const) {
      const isFound = catalogue.found.some(({ name }) => name === `ruby${minor}`);
      assert.equal(isFound, found.has(minor));
      const missing = catalogue.missing.find(({ name }) => name === `ruby${minor}`);
      if (isFound) continue;
      assert.match(missing?.reason ?? "", new RegExp(`^no Ruby ${minor} was found below /usr`));
      for (const version of others) assert.ok(missing?.reason.includes(version));
    }
  });

  it("is not taken from where a sandbox has it at another place", () => {
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "lib/ruby/3.4.0"), { recursive: true });
    writeFileSync(join(folder, "lib/ruby/3.4.0/json.rb"), "");
    copyFileSync("/bin/cat", join(folder, "bin/ruby"));
    chmodSync(join(folder, "bin/ruby"), 0o755);
    assert.notEqual(findRuby([join(folder, "bin")]).found.get("3.4")?.prefix, folder);
  });

  it("starts with AWS's search paths for gems and libraries", () => {
    const interpreter = { program: "/usr/bin/ruby3.4", prefix: "/usr", fingerprint: "x" };
    const { bootstraps, environment, name } = rubyRuntime("3.4", interpreter);
    assert.equal(name, "ruby3.4");
    assert.deepEqual(bootstraps, [["/usr/bin/ruby3.4", "/var/runtime/bootstrap.rb"]]);
    assert.equal(environment["GEM_PATH"], "/var/task/vendor/bundle/ruby/3.4.0:/opt/ruby/gems/3.4.0");
    assert.equal(environment["AWS_EXECUTION_ENV"], "AWS_Lambda_ruby3.4");
  });
});
