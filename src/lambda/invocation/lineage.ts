import { createHash } from "node:crypto";
import { type ChainedHeader, countInLineage } from "../../base/index.ts";
import type { LaunchSpec } from "../../invoke/index.ts";

/** Invocations of a function in one chain of events, after which it is a loop (AWS Lambda developer guide, "recursive loop detection"). */
export const LOOP_INVOCATIONS_MAX = 16;

const hashes = new WeakMap<LaunchSpec, string>();

/** The header with this invocation of the function counted. */
export function chainedHeader(header: string, spec: LaunchSpec): ChainedHeader {
  let hash = hashes.get(spec);
  if (hash === undefined) {
    hash = createHash("sha256").update(spec.functionArn).digest("hex").slice(0, 8);
    hashes.set(spec, hash);
  }
  return countInLineage(header, hash);
}
