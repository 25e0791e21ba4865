export type { MemoryArgument, MissingRuntime, RuntimeCatalogue, RuntimeSpec } from "./runtime-spec.ts";
export type { FindOptions } from "./find-runtimes.ts";
export { findRuntimes } from "./find-runtimes.ts";
export type { InstallOptions, InstalledRuntime } from "./install-runtime.ts";
export { isRetired, RETIRED_RUNTIMES, SUPPORTED_RUNTIMES } from "./identifiers.ts";
export { installRuntime } from "./install-runtime.ts";
export type { ArchiveOptions } from "./java-archive.ts";
export { archiveJavaClasses } from "./java-archive.ts";
