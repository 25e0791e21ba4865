import type { Random } from "../../base/index.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { EnvironmentParts } from "./environment-parts.ts";
import type { EnvironmentPlan, Place } from "./environment-plan.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import { Guest } from "./guest.ts";
import type { RuntimeEvents } from "./guest-runtime.ts";
import { type GuestTokens, guestVariables } from "./guest-variables.ts";
import { runtimeLaunch, sandboxSpec } from "./launch-plan.ts";
import { receiveSegments } from "../traces/segment-intake.ts";
import type { Outcome } from "./outcome.ts";

/** Time limits of a provisioned environment's init phase, in which the function's own limit may stretch it (AWS Lambda quotas). */
const PROVISIONED_INIT_MS_MIN = 130_000;
const PROVISIONED_INIT_MS_MAX = 900_000;

const TOKEN_BYTES = 32;

/** How long the init phase may take. */
export function initLimitMs({ spec, initialization }: EnvironmentPlan, parts: EnvironmentParts): number {
  if (initialization === "on-demand") return parts.initTimeoutMs;
  const limitMs = Math.min(Math.max(spec.timeoutMs, PROVISIONED_INIT_MS_MIN), PROVISIONED_INIT_MS_MAX);
  return parts.provisionedInitTimeoutMs ?? limitMs;
}

/**
 * Takes a stem cell, or has a sandbox made, and lets what is traced in it be known. Nobody waits for a provisioned
 * environment, so it takes no stem cell.
 */
export async function findPlace(
  { spec, initialization }: EnvironmentPlan,
  { driver, stems, credentials, traces, clock, random }: EnvironmentParts,
  log: EnvironmentLog,
): Promise<Place> {
  const { environmentId, logStream } = log.identity;
  const tokens = newTokens(spec, random);
  const variables = (): Readonly<Record<string, string>> =>
    guestVariables(spec, logStream, { role: credentials(spec), tokens });
  const stem = initialization === "on-demand" ? await stems?.take(spec, variables) : undefined;
  const sandbox = stem?.sandbox ?? (await driver.create(sandboxSpec(spec, environmentId)));
  if (traces !== undefined) receiveSegments(sandbox, log, traces, clock);
  return { stem, sandbox, tokens };
}

function newTokens({ snapStart }: LaunchSpec, random: Random): GuestTokens {
  return {
    metadata: random.hex(TOKEN_BYTES),
    credentials: snapStart === true ? random.hex(TOKEN_BYTES) : undefined,
  };
}

/** Starts what runs in an environment: its extensions and its runtime; or lets the runtime of a stem cell begin. */
export function startGuest(
  { spec, initialization }: EnvironmentPlan,
  parts: EnvironmentParts,
  place: Place,
  log: EnvironmentLog,
  events: RuntimeEvents,
): Guest {
  const { sandbox, stem, tokens = newTokens(spec, parts.random) } = place;
  const guest = new Guest(spec, parts, { sandbox, waiting: stem?.runtime, tokens }, log, events);
  if (stem !== undefined) guest.begin();
  else
    guest.start(runtimeLaunch(spec, log.identity.logStream, { role: parts.credentials(spec), tokens }, initialization));
  return guest;
}

/** A provisioned environment could not be initialised, which is the function's own fault. */
export class InitializationFailed extends Error {
  constructor({ status, errorType }: Outcome) {
    super(`The initialisation of the function ended with status ${status}${errorType ? ` (${errorType})` : ""}.`);
    this.name = "InitializationFailed";
  }
}
