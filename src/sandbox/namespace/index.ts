import type { SandboxDriver } from "../driver.ts";
import type { NamespaceDriverOptions } from "./namespace-driver.ts";
import { NamespaceDriver } from "./namespace-driver.ts";

export type { NamespaceDriverOptions } from "./namespace-driver.ts";
export { probeNamespace } from "./probe.ts";

/** Sandboxes of kernel namespaces, made by Hearth's own launcher. */
export function namespaceDriver(options: NamespaceDriverOptions): SandboxDriver {
  return new NamespaceDriver(options);
}
