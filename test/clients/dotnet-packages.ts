import { existsSync } from "node:fs";
import { chmod, cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ZipEntry } from "../system/zip.ts";
import { BUILD, freshFolder, GUESTS, run, zipped } from "./guest-packages.ts";

const SOURCES = join(GUESTS, "dotnet");
/** PyPI has a .NET, though an old one; there is none in the other registries. */
const WHEEL = "dotnetcore2==3.1.23";
/** What the folders of the old one say instead, since AWS's runtimes begin with this version. */
const ALLEGED = "8.0.0";
const RUNTIME_CONFIGURATION = { runtimeOptions: { framework: { name: "Microsoft.NETCore.App", version: ALLEGED } } };

/**
 * The folder of a real `dotnet` host with its framework, which is .NET Core 3.1 under the names of .NET 8: hosts know
 * versions by the names of folders. So finding, mounting and starting are tried for real, and what is new in .NET 8 is not.
 */
export async function dotnetRoot(): Promise<string> {
  const root = join(BUILD, "dotnet-root");
  if (existsSync(root)) return root;
  const folder = await freshFolder("dotnet-wheel");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder];
  await run(folder, "/usr/bin/python3", ...pip, WHEEL);
  const unpacked = join(folder, "dotnetcore2/bin");
  await chmod(join(unpacked, "dotnet"), 0o755);
  for (const versions of ["host/fxr", "shared/Microsoft.NETCore.App"].map((name) => join(unpacked, name)))
    for (const version of await readdir(versions)) await rename(join(versions, version), join(versions, ALLEGED));
  await rename(unpacked, root);
  await rm(folder, { recursive: true, force: true });
  return root;
}

/** Compiles with Mono's compiler against the libraries of the framework itself. */
async function compile(target: "exe" | "library", assembly: string, ...sources: readonly string[]): Promise<void> {
  const libraries = join(await dotnetRoot(), "shared/Microsoft.NETCore.App", ALLEGED);
  const references = (await readdir(libraries)).filter((name) => /^(System.*|netstandard)\.dll$/.test(name));
  const words = ["-nologo", "-nostdlib", "-noconfig", `-target:${target}`, `-out:${assembly}`];
  await run(SOURCES, "mcs", ...words, ...references.map((name) => `-r:${join(libraries, name)}`), ...sources);
}

type Files = Readonly<Record<string, ZipEntry | string>>;

/** The function `Program`: an executable assembly. */
export async function executableFiles(): Promise<Files> {
  const folder = await freshFolder("dotnet-executable");
  await compile("exe", join(folder, "Program.dll"), "Program.cs", "RuntimeApi.cs");
  return {
    "Program.dll": { content: await readFile(join(folder, "Program.dll")) },
    "Program.runtimeconfig.json": JSON.stringify(RUNTIME_CONFIGURATION),
  };
}

/** The function `Greeter::Example.Greeter::Greet`: a class library. */
export async function libraryFiles(): Promise<Files> {
  const folder = await freshFolder("dotnet-library");
  await compile("library", join(folder, "Greeter.dll"), "Greeter.cs");
  const name = "Greeter/1.0.0";
  const dependencies = {
    runtimeTarget: { name: ".NETCoreApp,Version=v8.0" },
    targets: { ".NETCoreApp,Version=v8.0": { [name]: { runtime: { "Greeter.dll": {} } } } },
    libraries: { [name]: { type: "project", serviceable: false, sha512: "" } },
  };
  return {
    "Greeter.dll": { content: await readFile(join(folder, "Greeter.dll")) },
    "Greeter.deps.json": JSON.stringify(dependencies),
    "Greeter.runtimeconfig.json": JSON.stringify(RUNTIME_CONFIGURATION),
  };
}

/**
 * A layer of the form of AWS's PowerShell runtime: a bootstrap whose interpreter, in the layer as well, is a program on a
 * .NET that it brings along. Here that program is `Program`, since there is no PowerShell in the registries.
 */
export async function powershellLikeLayer(): Promise<Buffer> {
  const folder = await freshFolder("dotnet-layer");
  const host = join(folder, "powershell");
  await cp(await dotnetRoot(), host, { recursive: true });
  await compile("exe", join(host, "Program.dll"), "Program.cs", "RuntimeApi.cs");
  await writeFile(join(host, "Program.runtimeconfig.json"), JSON.stringify(RUNTIME_CONFIGURATION));
  const start = '#!/bin/sh\nSTARTED_WITH="$*" exec /opt/powershell/dotnet exec /opt/powershell/Program.dll\n';
  await writeFile(join(host, "pwsh"), start, { mode: 0o755 });
  await writeFile(join(folder, "bootstrap"), "#!/opt/powershell/pwsh -noprofile\n", { mode: 0o755 });
  return zipped(folder);
}

/** A folder that has the form of AWS's client, as `hearth runtimes install dotnet8 --from` takes it. */
export async function standInClient(): Promise<string> {
  const folder = await freshFolder("dotnet-stand-in");
  const assembly = join(folder, "Amazon.Lambda.RuntimeSupport.dll");
  await compile("exe", assembly, "StandIn.cs", "RuntimeApi.cs");
  await writeFile(assembly.replace(".dll", ".runtimeconfig.json"), JSON.stringify(RUNTIME_CONFIGURATION));
  return folder;
}
