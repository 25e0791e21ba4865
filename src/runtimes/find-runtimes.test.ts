import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { findRuntimes } from "./find-runtimes.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hearth-runtimes-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Something that looks like an interpreter: an executable file of more than a script's size. */
function interpreter(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  copyFileSync("/bin/cat", join(folder, path));
  chmodSync(join(folder, path), 0o755);
}

function file(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text, { mode });
}

async function find(environment: Record<string, string> = {}): Promise<Map<string, RuntimeSpec>> {
  const { found } = await findRuntimes({ dataFolder: join(folder, "data"), environment });
  return new Map(found.map((runtime) => [runtime.name, runtime]));
}

/** Where an interpreter outside /usr comes from. */
function languageFolder(runtime: RuntimeSpec | undefined): string | undefined {
  return runtime?.mounts.find((mount) => mount.target === "/var/lang")?.source;
}

describe("the runtimes of this machine", () => {
  it("have programs and mounts that exist", async () => {
    const { found } = await findRuntimes({ dataFolder: folder });
    assert.ok(found.length >= 3);
    for (const runtime of found.filter(({ name }) => /^(nodejs|python)/.test(name))) {
      for (const { source } of runtime.mounts) assert.ok(existsSync(source), source);
      const program = runtime.bootstraps[0]?.[0] ?? "";
      const inside = languageFolder(runtime);
      const onHost = inside === undefined ? program : program.replace("/var/lang", inside);
      const version = execFileSync(onHost, ["--version"], { env: {}, encoding: "utf8" });
      assert.match(
        version,
        new RegExp(runtime.name.replace("nodejs", "v").replace(".x", "").replace("python", "Python ")),
      );
      assert.match(runtime.versionHash, /^[0-9a-f]{64}$/);
    }
  });

  it("are each found or missing, never both", async () => {
    const { found, missing } = await findRuntimes({ dataFolder: folder });
    const names = [...found, ...missing].map((runtime) => runtime.name);
    assert.equal(new Set(names).size, names.length);
    for (const name of [
      "nodejs20.x",
      "nodejs22.x",
      "nodejs24.x",
      "python3.9",
      "python3.14",
      "java21",
      "ruby3.4",
      "dotnet8",
    ])
      assert.ok(names.includes(name), name);
  });

  it("always include the custom ones, which bring their own program", async () => {
    const runtimes = await find();
    for (const name of ["provided.al2", "provided.al2023"]) {
      assert.deepEqual(runtimes.get(name)?.bootstraps, [["/var/task/bootstrap"], ["/opt/bootstrap"]]);
      assert.equal(runtimes.get(name)?.environment["AWS_EXECUTION_ENV"], undefined);
    }
  });

  it("say how to get those that are missing, and that some cannot be had", async () => {
    const { missing } = await findRuntimes({ dataFolder: folder, environment: { PATH: "/nonexistent" } });
    const java8 = missing.find((runtime) => runtime.name === "java8.al2");
    assert.deepEqual([java8?.reason, java8?.curable], ["not supported by this version of Hearth yet", false]);
    for (const { name, reason, cure } of missing) assert.ok(reason !== "" && cure !== "", name);
  });
});

describe("python is found", () => {
  it("behind symbolic links, with its prefix, outside /usr", async () => {
    interpreter("real/bin/python3.14");
    file("real/lib/python3.14/os.py", "");
    mkdirSync(join(folder, "bin"));
    symlinkSync(join(folder, "real/bin/python3.14"), join(folder, "bin/python3.14"));
    const runtime = (await find({ PATH: join(folder, "bin") })).get("python3.14");
    assert.equal(languageFolder(runtime), join(folder, "real"));
    assert.deepEqual(runtime?.bootstraps, [["/var/lang/bin/python3.14", "-S", "/var/runtime/bootstrap.py"]]);
  });

  it("with version managers, the newest patch first, and not through their shims", async () => {
    file("home/.pyenv/shims/python3.14", `#!/bin/sh\n${"#".repeat(5_000)}\n`.slice(0, 300), 0o755);
    for (const version of ["3.14.9", "3.14.10"]) {
      interpreter(`home/.pyenv/versions/${version}/bin/python3.14`);
      file(`home/.pyenv/versions/${version}/lib/python3.14/os.py`, "");
    }
    const runtimes = await find({ PATH: join(folder, "home/.pyenv/shims"), HOME: join(folder, "home") });
    assert.equal(languageFolder(runtimes.get("python3.14")), join(folder, "home/.pyenv/versions/3.14.10"));
  });

  it("only together with its standard library", async () => {
    interpreter("bin/python3.14");
    assert.equal((await find({ PATH: join(folder, "bin") })).has("python3.14"), false);
  });
});

describe("node is found", () => {
  it("in the data folder first", async () => {
    const name = `node-linux-${process.arch}`;
    const installed = `data/runtimes/nodejs22.x/node_modules/${name}`;
    interpreter(`${installed}/bin/node`);
    file(`${installed}/package.json`, JSON.stringify({ name, version: "22.99.0", cpu: process.arch }));
    const runtime = (await find()).get("nodejs22.x");
    assert.equal(languageFolder(runtime), join(folder, installed));
    assert.equal(runtime?.environment["AWS_EXECUTION_ENV"], "AWS_Lambda_nodejs22.x");
    assert.match(runtime?.environment["NODE_PATH"] ?? "", /^\/opt\/nodejs\/node22\/node_modules:.*:\/var\/task$/);
  });

  it("not when its installation was interrupted or is for another processor", async () => {
    const before = languageFolder((await find()).get("nodejs22.x"));
    const installed = `data/runtimes/nodejs22.x/node_modules/node-linux-${process.arch}`;
    interpreter(`${installed}/bin/node`);
    assert.equal(languageFolder((await find()).get("nodejs22.x")), before);
    file(`${installed}/package.json`, '{"version":"22.0.0","cpu":["s390x"]}');
    assert.equal(languageFolder((await find()).get("nodejs22.x")), before);
  });
});
