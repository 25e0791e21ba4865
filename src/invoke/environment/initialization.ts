import type { Sandbox } from "../../sandbox/index.ts";
import type { EnvironmentIdentity, InitializationType } from "../facts.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { EnvironmentParts } from "./environment-parts.ts";
import { GuestRuntime, type RuntimeEvents } from "./guest-runtime.ts";
import { guestVariables } from "./guest-variables.ts";
import { runtimeLaunch, sandboxSpec } from "./launch-plan.ts";
import type { Outcome } from "./outcome.ts";
import type { StemCell } from "../stems/stem-cell.ts";

/** What an environment is made for. */
export interface EnvironmentPlan {
  readonly spec: LaunchSpec;
  readonly initialization: InitializationType;
}

/** Time limits of a provisioned environment's init phase, in which the function's own limit may stretch it (AWS Lambda quotas). */
const PROVISIONED_INIT_MS_MIN = 130_000;
const PROVISIONED_INIT_MS_MAX = 900_000;

/** How long the init phase may take. */
export function initLimitMs({ spec, initialization }: EnvironmentPlan, parts: EnvironmentParts): number {
  if (initialization === "on-demand") return parts.initTimeoutMs;
  const limitMs = Math.min(Math.max(spec.timeoutMs, PROVISIONED_INIT_MS_MIN), PROVISIONED_INIT_MS_MAX);
  return parts.provisionedInitTimeoutMs ?? limitMs;
}

/** Where an environment is to run: in a sandbox of its own, and perhaps with a runtime that waits in it already. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly stem: StemCell | undefined;
}

/** Takes a stem cell, or has a sandbox made. Nobody waits for a provisioned environment, so it takes none. */
export async function findPlace(
  { spec, initialization }: EnvironmentPlan,
  { driver, stems, credentials }: EnvironmentParts,
  { environmentId, logStream }: EnvironmentIdentity,
): Promise<Place> {
  const variables = (): Readonly<Record<string, string>> => guestVariables(spec, logStream, credentials(spec));
  const stem = initialization === "on-demand" ? await stems?.take(spec, variables) : undefined;
  return { stem, sandbox: stem?.sandbox ?? (await driver.create(sandboxSpec(spec, environmentId))) };
}

/** Lets the runtime of a stem cell begin, or starts one in a sandbox that has none. */
export function startRuntime(
  { spec, initialization }: EnvironmentPlan,
  { clock, credentials }: EnvironmentParts,
  { sandbox, stem }: Place,
  logStream: string,
  events: RuntimeEvents,
): GuestRuntime {
  if (stem !== undefined) {
    stem.runtime.assign(events);
    return stem.runtime;
  }
  const runtime = new GuestRuntime(sandbox, clock, events);
  runtime.start(runtimeLaunch(spec, logStream, credentials(spec), initialization));
  return runtime;
}

/** A provisioned environment could not be initialised, which is the function's own fault. */
export class InitializationFailed extends Error {
  constructor({ status, errorType }: Outcome) {
    super(`The initialisation of the function ended with status ${status}${errorType ? ` (${errorType})` : ""}.`);
    this.name = "InitializationFailed";
  }
}
