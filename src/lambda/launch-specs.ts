import { createHash } from "node:crypto";
import { functionArn, type Scope } from "../base/index.ts";
import type { LaunchSpec, LoggingSpec } from "../invoke/index.ts";
import type { RuntimeCatalogue, RuntimeSpec } from "../runtimes/index.ts";
import type { MergedFolderStore, PackageStore } from "../store/index.ts";
import { LATEST } from "./function-name.ts";
import type { FunctionSettings, LoggingSettings } from "./function-record.ts";

/** A function whose runtime, or what its handler needs of it, this machine does not have (any more). */
export class RuntimeMissing extends Error {
  readonly runtime: string;
  readonly reason: string;
  readonly cure: string;

  constructor(runtime: string, reason: string, cure: string) {
    super(`${runtime} cannot run on this machine: ${reason}`);
    this.name = "RuntimeMissing";
    this.runtime = runtime;
    this.reason = reason;
    this.cure = cure;
  }
}

/** Where the code of functions and layers lies on this machine. */
export interface CodeFolders {
  readonly packages: PackageStore;
  readonly mergedFolders: MergedFolderStore;
}

/** What is compiled, and under which name it runs. */
export interface LaunchSource {
  readonly scope: Scope;
  readonly functionName: string;
  readonly version: string;
  readonly settings: FunctionSettings;
}

/** Finds what runs this handler here. Throws `RuntimeMissing` with the reason and the command that cures it. */
export function findRuntime(catalogue: RuntimeCatalogue, name: string, handler: string): RuntimeSpec {
  const found = catalogue.found.find((runtime) => runtime.name === name);
  if (found?.gap !== undefined && handler.includes(found.gap.part))
    throw new RuntimeMissing(name, found.gap.reason, found.gap.cure);
  if (found !== undefined) return found;
  const missing = catalogue.missing.find((runtime) => runtime.name === name);
  throw new RuntimeMissing(
    name,
    missing?.reason ?? "nothing that runs it was found",
    missing?.cure ?? "hearth runtimes list",
  );
}

/**
 * Compiles declared settings into the immutable description that the data plane runs. Throws `RuntimeMissing`, or what
 * the stores throw when the code or a layer is lost.
 */
export async function compileLaunchSpec(
  source: LaunchSource,
  catalogue: RuntimeCatalogue,
  { packages, mergedFolders }: CodeFolders,
): Promise<LaunchSpec> {
  const { scope, functionName, version, settings } = source;
  if (settings.runtime === null || settings.handler === null)
    throw new Error(`${functionName} is a container image, of which nothing can be launched`);
  const runtime = findRuntime(catalogue, settings.runtime, settings.handler);
  const layers = settings.layers.map(({ code }) => code.sha256);
  const content: Omit<LaunchSpec, "hash"> = {
    scope,
    functionName,
    version,
    functionArn: functionArn(scope, functionName),
    handler: settings.handler,
    runtime,
    codeFolder: await packages.folder(settings.code.sha256),
    extensions: layers.length === 0 ? [] : await mergedFolders.filesIn(layers, "extensions"),
    layersFolder: layers.length === 0 ? undefined : await mergedFolders.folder(layers),
    environment: settings.environment ?? {},
    timeoutMs: settings.timeoutS * 1_000,
    memoryMib: settings.memoryMib,
    tmpMib: settings.tmpMib,
    roleArn: settings.roleArn,
    logging: loggingSpec(settings.logging),
    tracing: settings.tracing,
    ...(settings.snapStart === "PublishedVersions" && version !== LATEST ? { snapStart: true } : {}),
  };
  return Object.freeze({ hash: contentHash(content), ...content });
}

function loggingSpec(logging: LoggingSettings): LoggingSpec {
  const json = logging.format === "JSON";
  return {
    group: logging.group,
    format: logging.format,
    applicationLevel: json ? (logging.applicationLevel ?? "INFO") : undefined,
    systemLevel: json ? (logging.systemLevel ?? "INFO") : undefined,
  };
}

/** SHA-256 over the content with the members of every object in order, so that equal content has an equal hash. */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

function canonicalJson(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
