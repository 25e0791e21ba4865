export type { MissingRuntime, RuntimeCatalogue, RuntimeSpec } from "./runtime-spec.ts";
