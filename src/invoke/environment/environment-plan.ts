import type { Sandbox } from "../../sandbox/index.ts";
import type { InitializationType } from "../facts.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { GuestTokens } from "./guest-variables.ts";
import type { StemCell } from "../stems/stem-cell.ts";

/** What an environment is made for. */
export interface EnvironmentPlan {
  readonly spec: LaunchSpec;
  readonly initialization: InitializationType;
}

/** Where an environment is to run: in a sandbox of its own, and perhaps with a runtime that waits in it already. */
export interface Place {
  readonly sandbox: Sandbox;
  /** In the variables that the stem cell was given; undefined where nothing was given yet. */
  readonly tokens?: GuestTokens;
  readonly stem: StemCell | undefined;
}
