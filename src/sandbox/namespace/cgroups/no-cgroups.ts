import type { ResourceGroup } from "./resource-group.ts";

/** Stands in where no cgroup can be made: nothing is limited or counted. The tier report says so. */
export const noResourceGroup: ResourceGroup = {
  launcherArguments: [],
  limit: async () => undefined,
  throttle: async () => undefined,
  unthrottle: async () => undefined,
  freeze: async () => undefined,
  thaw: async () => undefined,
  usage: async () => ({ memoryBytesPeak: 0, cpuMs: 0 }),
  oomKills: async () => 0,
  remove: async () => undefined,
};
