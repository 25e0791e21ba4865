import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { findDotnet } from "./find-dotnet.ts";
import { findRuntimes } from "./find-runtimes.ts";
import { installRuntime } from "./install-runtime.ts";
import type { RuntimeCatalogue, RuntimeSpec } from "./runtime-spec.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hearth-dotnet-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "");
}

/** What an installation of .NET looks like: a host, and shared frameworks by version. */
function dotnet(root: string, ...versions: readonly string[]): string {
  file(`${root}/host/fxr/10.0.1/libhostfxr.so`);
  for (const version of versions) file(`${root}/shared/Microsoft.NETCore.App/${version}/System.Private.CoreLib.dll`);
  copyFileSync("/bin/cat", join(folder, root, "dotnet"));
  chmodSync(join(folder, root, "dotnet"), 0o755);
  return join(folder, root);
}

/** AWS's client as a published program. */
function client(path: string, ...endings: readonly string[]): string {
  for (const ending of endings) file(`${path}/Amazon.Lambda.RuntimeSupport.${ending}`);
  return join(folder, path);
}

function catalogue(environment: Record<string, string>): Promise<RuntimeCatalogue> {
  return findRuntimes({ dataFolder: join(folder, "data"), environment });
}

async function find(name: string, environment: Record<string, string>): Promise<RuntimeSpec | undefined> {
  return (await catalogue(environment)).found.find((runtime) => runtime.name === name);
}

function rootOf(runtime: RuntimeSpec | undefined): string | undefined {
  return runtime?.mounts.find(({ target }) => target === "/var/lang/bin")?.source;
}

describe(".NET is found", () => {
  it("in the folder that DOTNET_ROOT names, for each version of AWS that it has, the newest patch first", () => {
    const root = dotnet("root", "8.0.9", "8.0.10", "10.0.1", "6.0.36");
    const { found, others } = findDotnet([], { DOTNET_ROOT: root });
    assert.equal(found.get(8)?.framework, "8.0.10");
    assert.equal(found.get(10)?.framework, "10.0.1");
    assert.equal(found.get(8)?.prefix, root);
    assert.ok(others.includes("6.0.36"));
  });

  it("behind the symbolic link on the search path, and in the home folder", async () => {
    const root = dotnet("lib/dotnet", "8.0.9");
    mkdirSync(join(folder, "bin"));
    symlinkSync("../lib/dotnet/dotnet", join(folder, "bin/dotnet"));
    assert.equal(rootOf(await find("dotnet8", { PATH: join(folder, "bin") })), root);
    const home = dotnet("home/.dotnet", "8.0.1", "10.0.1");
    const environment = { PATH: join(folder, "bin"), HOME: join(folder, "home") };
    assert.equal(rootOf(await find("dotnet8", environment)), root);
    assert.equal(rootOf(await find("dotnet10", environment)), home);
  });

  it("only as a whole, and not as a preview", () => {
    dotnet("preview", "10.0.0-rc.1.25451.107");
    file("preview/shared/Microsoft.NETCore.App/8.0.1/libcoreclr.so");
    assert.deepEqual([...findDotnet([], { DOTNET_ROOT: join(folder, "preview") }).found.keys()].includes(8), false);
    const root = dotnet("hostless", "8.0.1");
    rmSync(join(root, "host"), { recursive: true });
    for (const named of [root, join(folder, "nowhere"), "relative"])
      assert.notEqual(findDotnet([], { DOTNET_ROOT: named }).found.get(8)?.prefix, named);
  });

  it("and another version is none of AWS's: the reason says which, the cure is Microsoft's package", async () => {
    const root = dotnet("root", "6.0.36");
    for (const manager of ["apt-get", "dnf", "zypper"]) {
      file(`${manager}/${manager}`);
      const { missing } = await catalogue({ PATH: join(folder, manager), DOTNET_ROOT: root });
      const dotnet10 = missing.find(({ name }) => name === "dotnet10");
      if (dotnet10 === undefined) return; // This machine has it.
      assert.match(dotnet10.reason, /^no \.NET 10 was found on this machine, only .*6\.0\.36/);
      assert.equal(dotnet10.cure.split(" # ")[0], `${manager} install aspnetcore-runtime-10.0`);
      assert.equal(dotnet10.curable, true);
    }
  });
});

describe("a .NET runtime", () => {
  it("is started by the bootstrap, which has its own way with wrapper scripts, and knows AWS's variables", async () => {
    const runtime = await find("dotnet8", { DOTNET_ROOT: dotnet("root", "8.0.9") });
    assert.deepEqual(runtime?.bootstraps, [["/bin/sh", "/var/lang/hearth/bootstrap.sh", "/var/lang/bin"]]);
    assert.equal(runtime?.startsWrapper, true);
    assert.equal(runtime?.version, "dotnet:8.v1");
    const { DOTNET_ROOT, LAMBDA_RUNTIME_NAME, AWS_EXECUTION_ENV } = runtime?.environment ?? {};
    assert.deepEqual(
      [DOTNET_ROOT, LAMBDA_RUNTIME_NAME, AWS_EXECUTION_ENV],
      ["/var/lang/bin", "dotnet8", "AWS_Lambda_dotnet8"],
    );
  });

  it("lacks class libraries until AWS's client is there as a program", async () => {
    const environment = { DOTNET_ROOT: dotnet("root", "8.0.9", "10.0.1") };
    const before = await find("dotnet8", environment);
    assert.equal(before?.gap?.part, ":");
    assert.equal(before?.gap?.cure, "hearth runtimes install dotnet8");
    const from = client("published", "dll", "runtimeconfig.json", "deps.json");
    const { program } = await installRuntime("dotnet8", { dataFolder: join(folder, "data"), from });
    assert.equal(program, join(folder, "data/runtimes/dotnet8/Amazon.Lambda.RuntimeSupport.dll"));
    const after = await find("dotnet8", environment);
    assert.equal(after?.gap, undefined);
    assert.ok(after?.mounts.some(({ source, target }) => target === "/var/runtime" && source === dirname(program)));
    assert.notEqual(after?.versionHash, before?.versionHash);
    assert.equal((await find("dotnet10", environment))?.gap?.part, ":");
  });

  it("alone is installed from a folder", async () => {
    const options = { dataFolder: join(folder, "data"), from: folder, environment: {} };
    for (const name of ["nodejs22.x", "java17"])
      await assert.rejects(installRuntime(name, options), { code: "folder-unused", message: /leave out --from/ });
  });

  it("is not given what is no client, and says how to make one", async () => {
    const dataFolder = join(folder, "data");
    const library = client("nuget", "dll");
    await assert.rejects(installRuntime("dotnet8", { dataFolder, from: library }), {
      code: "client-missing",
      message: /the NuGet package has a library(.|\n)*-f net8\.0(.|\n)*hearth runtimes install dotnet8 --from/,
    });
    await assert.rejects(installRuntime("dotnet10", { dataFolder }), {
      code: "client-missing",
      message: /has to come from a folder(.|\n)*ExecutableOutputType=true/,
    });
  });
});
