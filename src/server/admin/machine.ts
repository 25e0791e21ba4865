import type { RuntimeCatalogue } from "../../runtimes/index.ts";
import type { TierReport } from "../../sandbox/index.ts";
import { machineOf } from "../machine.ts";
import { type AdminRoute, json } from "./admin-route.ts";

/** What the running server can isolate and run; and, on request, what it can run now that something was installed. */
export function machineRoutes(
  tiers: readonly TierReport[],
  runtimes: () => RuntimeCatalogue,
  refresh: () => Promise<void>,
): readonly AdminRoute[] {
  return [
    {
      method: "GET",
      path: "/_hearth/machine",
      guarded: true,
      answer: () => Promise.resolve(json(machineOf(tiers, runtimes()))),
    },
    {
      method: "POST",
      path: "/_hearth/runtimes/refresh",
      guarded: true,
      answer: async () => {
        await refresh();
        return json(runtimes());
      },
    },
  ];
}
