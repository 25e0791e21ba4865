import type { PoolState, StemState } from "../../invoke/index.ts";
import type { AdmissionCounts, StemCounts } from "../../observe/index.ts";
import { type AdminRoute, json } from "./admin-route.ts";

/** What `hearth pool` shows. */
export interface ServerPool {
  readonly stems: StemState & { readonly shapes: readonly StemCounts[] };
  readonly admissions: AdmissionCounts;
  readonly functions: readonly PoolState[];
}

export function poolRoute(pool: () => ServerPool): AdminRoute {
  return { method: "GET", path: "/_hearth/pool", guarded: true, answer: () => Promise.resolve(json(pool())) };
}
