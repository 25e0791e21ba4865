import type { StemState } from "../../invoke/index.ts";
import type { BannerFacts } from "../banner.ts";
import { type AdminRoute, json } from "./admin-route.ts";

/** What `hearth status` shows. */
export interface ServerStatus {
  readonly version: string;
  readonly pid: number;
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly auth: "off" | "sigv4";
  readonly tier: string;
  readonly dataFolder: string;
  readonly uptimeMs: number;
  readonly memoryBytes: number;
  readonly stems: StemState;
}

export function statusRoute(facts: BannerFacts, uptimeMs: () => number, stems: () => StemState): AdminRoute {
  const { version, endpoint, region, accountId, signatures, tier, dataFolder } = facts;
  const status = (): ServerStatus => ({
    version,
    pid: process.pid,
    endpoint,
    region,
    accountId,
    auth: signatures ? "sigv4" : "off",
    tier,
    dataFolder,
    uptimeMs: Math.round(uptimeMs()),
    memoryBytes: process.memoryUsage.rss(),
    stems: stems(),
  });
  return {
    method: "GET",
    path: "/_hearth/status",
    guarded: true,
    answer: () => Promise.resolve(json(status())),
  };
}
