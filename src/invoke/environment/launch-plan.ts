import { MEMORY_MIB_PER_VCPU, OPEN_FILES_MAX, PROCESSES_MAX } from "../../base/index.ts";
import type { Mount, SandboxSpec } from "../../sandbox/index.ts";
import type { InitializationType } from "../facts.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { GuestSecrets } from "./guest-variables.ts";
import { guestVariables, stemVariables } from "./guest-variables.ts";

/** Folder of the function's code, as the guest sees it; also its working directory. */
const TASK_ROOT = "/var/task";
const LAYERS_ROOT = "/opt";
/** Stands on a command line where the handler would. */
const NO_HANDLER = "-";

/** What the driver has to make: runtime, code and layers in place, limits as configured. */
export function sandboxSpec(spec: LaunchSpec, environmentId: string): SandboxSpec {
  return {
    id: `env-${environmentId}`,
    mounts: [...spec.runtime.mounts, ...functionMounts(spec)],
    limits: {
      memoryMib: spec.memoryMib,
      cpuMillis: Math.max(1, Math.round((spec.memoryMib * 1_000) / MEMORY_MIB_PER_VCPU)),
      tmpMib: spec.tmpMib,
      processesMax: PROCESSES_MAX,
      openFilesMax: OPEN_FILES_MAX,
    },
  };
}

/** What the function itself brings. */
export function functionMounts({ codeFolder, layersFolder }: LaunchSpec): readonly Mount[] {
  const code = { source: codeFolder, target: TASK_ROOT };
  return layersFolder === undefined ? [code] : [code, { source: layersFolder, target: LAYERS_ROOT }];
}

/** A sandbox as it is before anybody knows for which of the functions of this shape. */
export function stemSandboxSpec(spec: LaunchSpec, stemId: string): SandboxSpec {
  return { ...sandboxSpec(spec, stemId), id: `stem-${stemId}`, mounts: spec.runtime.mounts };
}

export function stemLaunch(spec: LaunchSpec): RuntimeLaunch {
  const { runtime } = spec;
  const { bootstraps, environment } = { bootstraps: runtime.bootstraps, environment: {}, ...runtime.waitingStart };
  return {
    bootstraps: bootstraps.map((argv) => commandLine(argv, spec, NO_HANDLER)),
    isWrapped: false,
    environment: { ...stemVariables(runtime), ...environment },
    workingDirectory: TASK_ROOT,
  };
}

/** How to start a runtime: everything but the choice among the programs. */
export interface RuntimeLaunch {
  readonly bootstraps: LaunchSpec["runtime"]["bootstraps"];
  /** The programs are a script of the function, which is given the command line of the runtime. */
  readonly isWrapped: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

export function runtimeLaunch(
  spec: LaunchSpec,
  logStream: string,
  secrets: GuestSecrets,
  initialization: InitializationType = "on-demand",
): RuntimeLaunch {
  const wrapper = wrapperOf(spec);
  const programs = spec.runtime.bootstraps.map((argv) => commandLine(argv, spec, spec.handler));
  return {
    bootstraps: wrapper === undefined ? programs : programs.map((argv) => [wrapper, ...argv]),
    isWrapped: wrapper !== undefined,
    environment: guestVariables(spec, logStream, secrets, initialization),
    workingDirectory: TASK_ROOT,
  };
}

/**
 * A wrapper script (`AWS_LAMBDA_EXEC_WRAPPER`) is given the runtime's own command line; AWS documents it for managed
 * runtimes only. A bootstrap that works out that line starts the wrapper itself.
 */
function wrapperOf({ environment, runtime }: LaunchSpec): string | undefined {
  if (runtime.startsWrapper === true || runtime.name.startsWith("provided")) return undefined;
  const wrapper = environment["AWS_LAMBDA_EXEC_WRAPPER"];
  return wrapper === "" ? undefined : wrapper;
}

function commandLine(
  [program, ...words]: readonly [string, ...string[]],
  { runtime, memoryMib }: LaunchSpec,
  handler: string,
): readonly [string, ...string[]] {
  const fitted = (runtime.memoryArguments ?? []).map(
    ({ prefix, percent, unit = "" }) => `${prefix}${Math.floor((memoryMib * percent) / 100)}${unit}`,
  );
  return [program, ...fitted, ...words, ...(runtime.takesHandler === true ? [handler] : [])];
}

/** `YYYY/MM/DD/[VERSION]<32 hex>`; in a log group of the user's choice the function's name stands before the bracket. */
export function logStreamName(spec: LaunchSpec, nowMs: number, hex32: string): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "/");
  const name = spec.logging.group === `/aws/lambda/${spec.functionName}` ? "" : spec.functionName;
  return `${day}/${name}[${spec.version}]${hex32}`;
}
