import { type AdminRoute, json } from "./admin-route.ts";

/** What `hearth status` shows. */
export interface ServerStatus {
  readonly version: string;
  readonly pid: number;
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly auth: string;
  readonly tier: string;
  readonly dataFolder: string;
  readonly uptimeMs: number;
  readonly memoryBytes: number;
}

export function statusRoute(status: () => ServerStatus): AdminRoute {
  return {
    method: "GET",
    path: "/_hearth/status",
    guarded: true,
    answer: () => Promise.resolve(json(status())),
  };
}
