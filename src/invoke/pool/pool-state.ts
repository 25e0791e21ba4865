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
