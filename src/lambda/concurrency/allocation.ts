import type { Invoker, LaunchSpec, ProvisionedState } from "../../invoke/index.ts";
import type { LambdaModel } from "../../wire/index.ts";

/** The reason that the service gives when environments cannot be initialised. */
const INIT_FAILURE = "FUNCTION_ERROR_INIT_FAILURE";

/** Environments of one version that are kept for a configuration. */
export interface Portion {
  readonly spec: LaunchSpec;
  readonly count: number;
}

/** What is done for one provisioned concurrency configuration. */
export interface Allocation {
  readonly requested: number;
  /** What serves it, or shall: one version, or two between which an alias splits its requests. */
  readonly portions: readonly Portion[];
  /** What served it before and goes on until the portions are ready. */
  readonly former: readonly Portion[];
  /** Why nothing can be provisioned at all. */
  readonly obstacle: string | undefined;
}

/** How far it is, as GetProvisionedConcurrencyConfig tells it. */
export type AllocationStatus = Pick<
  LambdaModel.GetProvisionedConcurrencyConfigResponse,
  "AllocatedProvisionedConcurrentExecutions" | "AvailableProvisionedConcurrentExecutions" | "Status" | "StatusReason"
>;

export function isSettled(invoker: Invoker, { portions }: Allocation): boolean {
  return portions.every(({ spec }) => {
    const status = invoker.provisioned(spec.hash)?.status;
    return status === "ready" || status === "failed";
  });
}

/** @param isPending the configuration, or what it points to, was changed and nothing was done about it yet */
export function allocationStatus(
  invoker: Invoker,
  allocation: Allocation | undefined,
  isPending: boolean,
): AllocationStatus {
  const { requested = 0, portions = [], former = [], obstacle } = allocation ?? {};
  const counts = (member: "allocated" | "available"): number => {
    const all = [...portions, ...former].map(({ spec, count }) =>
      Math.min(count, invoker.provisioned(spec.hash)?.[member] ?? 0),
    );
    return Math.min(
      requested,
      all.reduce((sum, count) => sum + count, 0),
    );
  };
  const states = portions.map(({ spec }) => invoker.provisioned(spec.hash));
  return {
    AllocatedProvisionedConcurrentExecutions: counts("allocated"),
    AvailableProvisionedConcurrentExecutions: counts("available"),
    ...(allocation === undefined || isPending ? { Status: "IN_PROGRESS" } : progress(states, obstacle)),
  };
}

function progress(
  states: readonly (ProvisionedState | undefined)[],
  obstacle: string | undefined,
): Pick<AllocationStatus, "Status" | "StatusReason"> {
  if (obstacle !== undefined) return { Status: "FAILED", StatusReason: obstacle };
  const failure = states.find((state) => state?.failure !== undefined)?.failure;
  if (failure?.cause === "initialisation") return { Status: "FAILED", StatusReason: INIT_FAILURE };
  if (failure !== undefined) return { Status: "FAILED", StatusReason: failure.message };
  return { Status: states.every((state) => state?.status === "ready") ? "READY" : "IN_PROGRESS" };
}
