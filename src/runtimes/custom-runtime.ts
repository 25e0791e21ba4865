import { BASE_ENVIRONMENT } from "./base-environment.ts";
import { versionHash } from "./interpreter.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

/** Compiles `provided.al2` or `provided.al2023`: the function, or a layer, brings the program ("Custom runtimes"). */
export function customRuntime(name: string): RuntimeSpec {
  return {
    name,
    mounts: [],
    bootstraps: [["/var/task/bootstrap"], ["/opt/bootstrap"]],
    environment: BASE_ENVIRONMENT,
    version: `${name.replace(".", ":")}.v1`,
    versionHash: versionHash(name, ""),
  };
}
