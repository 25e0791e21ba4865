import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { installRuntime } from "./install-runtime.ts";
import { stemFolder } from "./java-stem.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hearth-install-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program called npm that does what the script says; `$3` is the folder to install into. */
function npm(script: string): { PATH: string } {
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${join(folder, "bin")}:/usr/bin:/bin` };
}
const PACKAGE = `node-linux-${process.arch === "arm64" ? "arm64" : "x64"}`;
const INSTALL = `mkdir -p $3/node_modules/${PACKAGE}/bin && cp /bin/cat $3/node_modules/${PACKAGE}/bin/node && echo added 1 package`;

/** Something that looks like a Java virtual machine. */
function java21(): string {
  const home = join(folder, "jdk");
  mkdirSync(join(home, "lib/server"), { recursive: true });
  mkdirSync(join(home, "bin"));
  writeFileSync(join(home, "lib/server/libjvm.so"), "");
  const architecture = process.arch === "arm64" ? "aarch64" : "x86_64";
  writeFileSync(join(home, "release"), `JAVA_VERSION="21.0.1"\nOS_ARCH="${architecture}"\n`);
  copyFileSync("/bin/cat", join(home, "bin/java"));
  return home;
}

describe("installRuntime", () => {
  it("puts the runtime in place once it is complete", async () => {
    const lines: string[] = [];
    const environment = npm(INSTALL);
    const options = { dataFolder: join(folder, "data"), environment, onProgress: (line: string) => lines.push(line) };
    const { name, program } = await installRuntime("nodejs22.x", options);
    assert.equal(name, "nodejs22.x");
    assert.ok(existsSync(program) && program.startsWith(join(folder, "data/runtimes/nodejs22.x/")));
    assert.deepEqual(readdirSync(join(folder, "data/runtimes")), ["nodejs22.x"]);
    assert.ok(lines.includes("added 1 package"));
  });

  it("keeps the former installation when npm fails, and says what npm said", async () => {
    const dataFolder = join(folder, "data");
    await installRuntime("nodejs20.x", { dataFolder, environment: npm(INSTALL) });
    writeFileSync(join(folder, "bin/npm"), "#!/bin/sh\necho npm error network >&2; exit 7\n");
    const again = installRuntime("nodejs20.x", { dataFolder, environment: { PATH: `${join(folder, "bin")}:/bin` } });
    await assert.rejects(again, { code: "npm-failed", message: /status 7.*npm error network/ });
    assert.deepEqual(readdirSync(join(dataFolder, "runtimes")), ["nodejs20.x"]);
  });

  it("takes the client for a Java from Maven, and keeps it readable for guests", async () => {
    const home = java21();
    const PATH = `${join(folder, "bin")}:/usr/bin:/bin`;
    const options = { dataFolder: join(folder, "data"), environment: { PATH, JAVA_HOME: home } };
    mkdirSync(join(folder, "bin"));
    const maven = (script: string): void =>
      writeFileSync(join(folder, "bin/mvn"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    maven("grep -q runtime-interface-client pom.xml && mkdir lib && touch lib/a.jar");
    const { program } = await installRuntime("java21", options);
    const target = join(folder, "data/runtimes/java21");
    assert.equal(program, join(home, "bin/java"));
    assert.ok(existsSync(join(target, "lib/a.jar")));
    assert.ok(existsSync(join(target, stemFolder(), "libjvm.so")));
    assert.equal(statSync(target).mode & 0o777, 0o755);
    maven("echo no network; exit 3");
    await assert.rejects(installRuntime("java21", options), { code: "mvn-failed", message: /status 3.*no network/ });
    assert.ok(existsSync(join(target, "lib/a.jar")));
  });

  it("makes do without a C compiler, and says what that costs", async () => {
    const home = java21();
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/mvn"), "#!/bin/sh\n", { mode: 0o755 });
    const lines: string[] = [];
    await installRuntime("java21", {
      dataFolder: join(folder, "data"),
      environment: { PATH: join(folder, "bin"), JAVA_HOME: home },
      onProgress: (line) => lines.push(line),
    });
    assert.ok(
      lines.some((line) => /start more slowly.*No C compiler was found/.test(line)),
      lines.join("\n"),
    );
  });

  it("names what cannot be installed and what is lacking", async () => {
    const unknown = installRuntime("ruby3.4", { dataFolder: folder, environment: {} });
    await assert.rejects(unknown, { code: "unknown-runtime", message: /nodejs20\.x, nodejs22\.x, nodejs24\.x/ });
    const noNpm = installRuntime("nodejs24.x", { dataFolder: folder, environment: { PATH: "/nonexistent" } });
    await assert.rejects(noNpm, { code: "npm-missing" });
    writeFileSync(join(folder, "file"), "");
    const noFolder = installRuntime("nodejs24.x", { dataFolder: join(folder, "file"), environment: {} });
    await assert.rejects(noFolder, { code: "data-folder" });
  });
});
