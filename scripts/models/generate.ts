/**
 * Writes `src/wire/models/<service>.json` and `.ts` from the installed SDK clients and an unpacked botocore:
 *
 *     pip download botocore==1.43.117 --no-deps && unzip botocore-*.whl -d DIR
 *     node scripts/models/generate.ts --botocore DIR [--check] [service ...]
 *
 * `--check` writes nothing and fails when a file differs from what would be written.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { botocoreVersion, readBotocoreModel } from "./botocore.ts";
import { Merger } from "./merge.ts";
import { renderJson, renderTypes } from "./render.ts";
import { readSdkService } from "./sdk-schemas.ts";
import type { ServiceSource } from "./services.ts";
import { SERVICES } from "./services.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MODELS = path.join(ROOT, "src", "wire", "models");

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs the house formatter over `source`, so that generated files pass the format check. */
function format(file: string, source: string): string {
  const formatter = path.join(ROOT, "node_modules", ".bin", "oxfmt");
  const result = spawnSync(formatter, [`--stdin-filepath=${file}`], { input: source, encoding: "utf8", cwd: ROOT });
  if (result.status !== 0) throw new Error(`formatting ${file} failed: ${result.stderr}`);
  return result.stdout;
}

function render(source: ServiceSource, botocore: string): ReadonlyMap<string, string> {
  const sdk = readSdkService(source.sdkPackage, source.sdkClient);
  const merger = new Merger(source, sdk, readBotocoreModel(botocore, source.botocoreFolder));
  const model = merger.merge(botocoreVersion(botocore));
  for (const difference of merger.differences) report(`${source.service}: ${difference}`);
  const json = path.join(MODELS, `${source.service}.json`);
  const types = path.join(MODELS, `${source.service}.ts`);
  return new Map([
    [json, format(json, renderJson(model))],
    [types, format(types, renderTypes(model, source.typeName))],
  ]);
}

function isCurrent(file: string, content: string): boolean {
  try {
    return readFileSync(file, "utf8") === content;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

function main(): void {
  const { values, positionals } = parseArgs({
    options: { botocore: { type: "string" }, check: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  if (values.botocore === undefined) throw new Error("--botocore DIR is missing: the folder of an unpacked wheel");
  mkdirSync(MODELS, { recursive: true });
  for (const source of SERVICES) {
    if (positionals.length > 0 && !positionals.includes(source.service)) continue;
    for (const [file, content] of render(source, values.botocore)) {
      if (isCurrent(file, content)) continue;
      if (!values.check) writeFileSync(file, content);
      else process.exitCode = 1;
      report(`${path.relative(ROOT, file)}: ${values.check ? "not current" : "written"}`);
    }
  }
}

main();
