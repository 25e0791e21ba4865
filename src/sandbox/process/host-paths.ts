import type { Mount } from "../driver.ts";

/**
 * Rewrites paths as seen inside a sandbox to those on the host, wherever one stands in a text: alone, in a list
 * (`/opt/lib:/var/task`) or in an option (`--require=/var/runtime/a.js`). This tier has no mounts of its own.
 */
export function hostPaths(mounts: readonly Mount[]): (text: string) => string {
  const sources = new Map(mounts.map(({ source, target }) => [target, source]));
  const targets = [...sources.keys()].toSorted((a, b) => b.length - a.length).map(escapePattern);
  if (targets.length === 0) return (text) => text;
  const pattern = new RegExp(String.raw`(?<=^|[\s:;,='"])(?:${targets.join("|")})(?=$|[\s:;,/'"])`, "g");
  return (text) => text.replace(pattern, (target) => sources.get(target) ?? target);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
