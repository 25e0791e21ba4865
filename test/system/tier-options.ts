import type { HearthOptions } from "./hearth-process.ts";

/** `nobody`. */
const UNPRIVILEGED_UID = 65_534;

export interface Tier {
  readonly name: "namespace-root" | "namespace-rootless" | "process";
  readonly isolates: boolean;
  readonly options: HearthOptions;
}

/** Every tier that this user can have, and how the server is started in it. */
export function tiers(): readonly Tier[] {
  const isRoot = process.getuid?.() === 0;
  const rootless: Tier = {
    name: "namespace-rootless",
    isolates: true,
    options: isRoot ? { uid: UNPRIVILEGED_UID } : {},
  };
  const unisolated: Tier = { name: "process", isolates: false, options: {} };
  return isRoot
    ? [{ name: "namespace-root", isolates: true, options: {} }, rootless, unisolated]
    : [rootless, unisolated];
}
