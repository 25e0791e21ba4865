import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
export const GUESTS: string = join(import.meta.dirname, "guests");
/** Kept between runs: building the Rust client from nothing takes most of a minute. */
export const BUILD: string = join(import.meta.dirname, "../../build/clients");

export async function run(cwd: string, command: string, ...words: readonly string[]): Promise<void> {
  await execute(command, words, {
    cwd,
    maxBuffer: 1 << 26,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod" },
  });
}

export async function freshFolder(name: string): Promise<string> {
  const folder = join(BUILD, `${name}-package`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

export async function zipped(folder: string): Promise<Buffer> {
  const file = `${folder}.zip`;
  await rm(file, { force: true });
  await run(folder, "zip", "-q", "-r", "-y", file, ".");
  return readFile(file);
}

/** A zip with a `bootstrap` made of the official Go client. */
export async function goPackage(): Promise<Buffer> {
  const folder = await freshFolder("go");
  await run(join(GUESTS, "go"), "go", "build", "-tags", "lambda.norpc", "-o", join(folder, "bootstrap"), ".");
  return zipped(folder);
}

/** A zip with a `bootstrap` made of the official Rust client. */
export async function rustPackage(): Promise<Buffer> {
  const folder = await freshFolder("rust");
  const target = join(BUILD, "rust-target");
  await run(join(GUESTS, "rust"), "cargo", "build", "--quiet", "--target-dir", target);
  await cp(join(target, "debug/bootstrap"), join(folder, "bootstrap"));
  return zipped(folder);
}

/** The unpacked curl and C++ client sources are needed to build the client, not to run it. */
function neededToRun(path: string): boolean {
  return !path.includes("aws-lambda-ric/deps");
}

/** A zip with the official Node.js client, started by a wrapper script, and its native part built here. */
export async function nodePackage(): Promise<Buffer> {
  const kept = join(BUILD, "node-modules");
  await mkdir(kept, { recursive: true });
  await cp(join(GUESTS, "node-client/package.json"), join(kept, "package.json"));
  await run(kept, "npm", "install", "--no-audit", "--no-fund", "--silent");
  const folder = await freshFolder("node");
  await cp(join(GUESTS, "node-client"), folder, { recursive: true });
  for (const name of ["aws-lambda-ric", "@aws/lambda-invoke-store"]) {
    await cp(join(kept, "node_modules", name), join(folder, "node_modules", name), {
      recursive: true,
      filter: neededToRun,
    });
  }
  return zipped(folder);
}

/** A zip with the official Python client. */
export async function pythonPackage(): Promise<Buffer> {
  const folder = await freshFolder("python");
  await cp(join(GUESTS, "python-client"), folder, { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder];
  await run(folder, "/usr/bin/python3", ...pip, "awslambdaric==4.2.2");
  return zipped(folder);
}

/** A zip with classes at its root, a library in `lib` and a resource: the layout of Java functions. */
export async function javaPackage(classPath: string): Promise<Buffer> {
  const folder = await freshFolder("java");
  const source = join(GUESTS, "java-client");
  const sources = ["Hello", "Forms", "Seen", "Failing"].map((name) => join(source, `src/example/${name}.java`));
  await run(folder, "javac", "--release", "11", "-cp", classPath, "-d", folder, ...sources);
  const library = join(BUILD, "java-library");
  await mkdir(library, { recursive: true });
  await writeFile(join(library, "greeting.txt"), "hello from a library, java ");
  await writeFile(join(library, "where.txt"), "a library");
  await mkdir(join(folder, "lib"));
  await run(library, "jar", "cf", join(folder, "lib/greeting.jar"), "greeting.txt", "where.txt");
  await writeFile(join(folder, "where.txt"), "the function itself");
  await writeFile(join(folder, "relative.txt"), "found from the working directory");
  await writeFile(join(folder, "wrapper"), '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n', { mode: 0o755 });
  return zipped(folder);
}

/** A layer with a library where functions in Java find it. */
export async function javaLayer(): Promise<Buffer> {
  const folder = await freshFolder("java-layer");
  await mkdir(join(folder, "java/lib"), { recursive: true });
  const library = await freshFolder("java-layer-library");
  await writeFile(join(library, "where.txt"), "a layer");
  await run(library, "jar", "cf", join(folder, "java/lib/layer.jar"), "where.txt");
  return zipped(folder);
}
