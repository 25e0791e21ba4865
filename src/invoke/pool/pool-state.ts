import type { Environment } from "../environment/environment.ts";
import type { LaunchSpec } from "../launch-spec.ts";

/** What there is for one version of a function, or for one tenant of it, at this moment. */
export interface PoolState {
  /** With the version as qualifier. */
  readonly functionArn: string;
  /** Environments, and what they do: the rest of them boot, reset or end. */
  readonly environments: number;
  readonly busy: number;
  readonly idle: number;
  /** Of all environments, those that were provisioned and are in service. */
  readonly provisioned: number;
  /** Requests that wait for an environment. */
  readonly waiting: number;
}

export function poolState(
  { functionArn, version }: LaunchSpec,
  environments: ReadonlySet<Environment>,
  provisioned: number,
  waiting: number,
): PoolState {
  let [busy, idle] = [0, 0];
  for (const { outlook } of environments) {
    if (outlook.busyMs !== undefined) busy += 1;
    if (outlook.isIdle) idle += 1;
  }
  return {
    functionArn: `${functionArn}:${version}`,
    environments: environments.size,
    busy,
    idle,
    provisioned,
    waiting,
  };
}
