import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { findRuntimes } from "./find-runtimes.ts";
import { stemFolder } from "./java-stem.ts";
import type { RuntimeCatalogue } from "./runtime-spec.ts";

const ARCHITECTURE = process.arch === "arm64" ? "aarch64" : "x86_64";
const CLIENT = "aws-lambda-java-runtime-interface-client-2.9.0.jar";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hearth-java-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Something that looks like a Java virtual machine. 21, as this is the one that Debian 12 cannot have put there. */
function java(home: string, version = "21.0.1", architecture = ARCHITECTURE): string {
  file(`${home}/release`, `IMPLEMENTOR="Test"\nJAVA_VERSION="${version}"\nOS_ARCH="${architecture}"\n`);
  file(`${home}/lib/server/libjvm.so`, "");
  mkdirSync(join(folder, home, "bin"));
  copyFileSync("/bin/cat", join(folder, home, "bin/java"));
  chmodSync(join(folder, home, "bin/java"), 0o755);
  return join(folder, home);
}

function find(home: string): Promise<RuntimeCatalogue> {
  return findRuntimes({ dataFolder: join(folder, "data"), environment: { JAVA_HOME: home, PATH: "/nonexistent" } });
}

describe("java is found", () => {
  it("with its client, outside /usr, under each of its names", async () => {
    const home = java("jdk");
    file(`data/runtimes/java21/lib/${CLIENT}`, "");
    const runtime = (await find(home)).found.find(({ name }) => name === "java21");
    assert.deepEqual(runtime?.mounts, [
      { source: join(folder, "data/runtimes/java21"), target: "/var/runtime" },
      { source: home, target: "/var/lang" },
    ]);
    assert.ok(runtime?.bootstraps[0]?.includes("/var/lang/bin/java"));
    assert.ok(runtime?.bootstraps[0]?.includes(`/var/runtime/lib/${CLIENT}`));
    assert.equal(runtime?.environment["AWS_EXECUTION_ENV"], "AWS_Lambda_java21");
  });

  it("and uses an archive of classes only when the same virtual machine made it", async () => {
    const home = java("jdk");
    file(`data/runtimes/java21/lib/${CLIENT}`, "");
    const usesArchive = async (): Promise<boolean> => {
      const runtime = (await find(home)).found.find(({ name }) => name === "java21");
      return runtime?.bootstraps[0]?.some((word) => word.startsWith("-XX:SharedArchiveFile=")) ?? false;
    };
    file("data/runtimes/java21/runtime.jsa", "");
    assert.equal(await usesArchive(), false);
    file("data/runtimes/java21/runtime.for", "/another/java 1 2");
    assert.equal(await usesArchive(), false);
    const { size, mtimeMs } = statSync(join(home, "bin/java"));
    file("data/runtimes/java21/runtime.for", `${join(home, "bin/java")} ${size} ${Math.trunc(mtimeMs)}`);
    assert.equal(await usesArchive(), true);
  });

  it("and can wait for its function where the library for it was compiled, by this version of Hearth", async () => {
    const home = java("jdk");
    file(`data/runtimes/java21/lib/${CLIENT}`, "");
    file("data/runtimes/java21/stem/another/libjvm.so", "");
    assert.equal((await find(home)).found.find(({ name }) => name === "java21")?.waitsForFunction, undefined);
    file(`data/runtimes/java21/${stemFolder()}/libjvm.so`, "");
    const runtime = (await find(home)).found.find(({ name }) => name === "java21");
    assert.equal(runtime?.waitsForFunction, true);
    const argv: readonly string[] = runtime?.waitingStart?.bootstraps[0] ?? [];
    const inside = `/var/runtime/${stemFolder()}`;
    assert.ok(argv.includes(`-XXaltjvm=${inside}`));
    assert.equal(runtime?.waitingStart?.environment["LD_PRELOAD"], `${inside}/libjvm.so`);
    // What a function sees of its command line is the same however it was started.
    assert.deepEqual(
      argv.filter((word) => !word.startsWith("-XXaltjvm=")),
      runtime?.bootstraps[0],
    );
  });

  it("without its client as missing, with the command that installs it", async () => {
    const { missing } = await find(java("jdk"));
    const runtime = missing.find(({ name }) => name === "java21");
    assert.match(runtime?.reason ?? "", /client for it is not/);
    assert.equal(runtime?.cure, "hearth runtimes install java21");
  });

  it("not when it is of a version that AWS lacks, or for another processor", async () => {
    for (const home of [java("a", "22.0.1"), java("b", "21.0.1", "s390x"), join(folder, "nothing")]) {
      const { missing } = await find(home);
      assert.equal(missing.find(({ name }) => name === "java21")?.reason, "no Java 21 was found on this machine", home);
    }
  });
});
