import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BUILD, freshFolder, GUESTS, run, zipped } from "./guest-packages.ts";

/** A layer with an extension made of AWS's own library for extensions in Rust. */
export async function rustExtensionLayer(): Promise<Buffer> {
  const folder = await freshFolder("rust-extension");
  const target = join(BUILD, "rust-target");
  await run(join(GUESTS, "rust-extension"), "cargo", "build", "--quiet", "--target-dir", target);
  await mkdir(join(folder, "extensions"));
  await cp(join(target, "debug/rust-extension"), join(folder, "extensions/rust-extension"));
  return zipped(folder);
}

/** A layer with the AWS Lambda Web Adapter, an extension that speaks to the Runtime API on behalf of a web server. */
export async function webAdapterLayer(): Promise<Buffer> {
  const folder = await freshFolder("web-adapter");
  const root = join(BUILD, "web-adapter");
  await mkdir(root, { recursive: true });
  const place = ["--root", root, "--target-dir", join(BUILD, "web-adapter-target")];
  await run(root, "cargo", "install", "--quiet", "lambda_web_adapter", "--version", "1.0.0-rc1", ...place);
  await mkdir(join(folder, "extensions"));
  await cp(join(root, "bin/lambda-adapter"), join(folder, "extensions/lambda-adapter"));
  return zipped(folder);
}

/** The layer that the Serverless Framework published: an extension in Node.js that subscribes by the Logs API. */
export async function otelExtensionLayer(): Promise<Buffer> {
  const name = "@serverless/aws-lambda-otel-extension-dist";
  const kept = join(BUILD, "otel-extension");
  await mkdir(kept, { recursive: true });
  await writeFile(join(kept, "package.json"), JSON.stringify({ private: true, dependencies: { [name]: "0.1.11" } }));
  await run(kept, "npm", "install", "--no-audit", "--no-fund", "--silent");
  return readFile(join(kept, "node_modules", name, "extension.zip"));
}

/** A Node.js function with packages from npm. */
export async function nodeFunction(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  source: string,
): Promise<Buffer> {
  const folder = join(BUILD, `${name}-package`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  await writeFile(join(folder, "index.js"), source);
  await run(folder, "npm", "install", "--no-audit", "--no-fund", "--silent");
  return zipped(folder);
}

/** A Python function with packages from PyPI. */
export async function pythonFunction(name: string, packages: readonly string[], source: string): Promise<Buffer> {
  const folder = join(BUILD, `${name}-package`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder];
  await run(folder, "/usr/bin/python3", ...pip, ...packages);
  await writeFile(join(folder, "index.py"), source);
  return zipped(folder);
}
