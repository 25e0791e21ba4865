import type { RoleCredentials } from "../../runtime-api/index.ts";
import type { InitializationType } from "../facts.ts";
import type { LaunchSpec } from "../launch-spec.ts";

/** What opens the endpoints of an environment to its guest. */
export interface GuestTokens {
  readonly metadata: string;
  /** Undefined where there is no endpoint of credentials, since they are in variables. */
  readonly credentials: string | undefined;
}

/** What only this start of a runtime is told: credentials of its execution role, or where to ask for them. */
export interface GuestSecrets {
  readonly tokens: GuestTokens;
  readonly role: RoleCredentials;
}

/** As a guest finds it; a driver that has it elsewhere says so instead. Other endpoints are at the same port, as on AWS. */
const RUNTIME_API = "127.0.0.1:9001";

/** Variables of the platform and the runtime that a function may override (AWS: "unreserved environment variables"). */
const DEFAULTS: Readonly<Record<string, string>> = {
  LANG: "en_US.UTF-8",
  TZ: ":UTC",
  PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
  LD_LIBRARY_PATH: "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
  AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
  AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1:2000",
};

/** Names that AWS keeps to itself, beside everything that begins with an underscore (AWS: "reserved environment variables"). */
const RESERVED =
  /^(AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_KEY|SECRET_ACCESS_KEY|SESSION_TOKEN|CONTAINER_.*)|AWS_LAMBDA_(FUNCTION_.*|INITIALIZATION_TYPE|LOG_.*|RUNTIME_API|METADATA_.*|MAX_CONCURRENCY)|LAMBDA_(TASK_ROOT|RUNTIME_DIR|RUNTIME_NAME))$/;

function isReserved(name: string): boolean {
  return name.startsWith("_") || RESERVED.test(name);
}

/**
 * The whole environment of a guest. Later wins: defaults that may be overridden, the function's own variables,
 * credentials, the runtime's reserved variables, the platform's. `AWS_LAMBDA_RUNTIME_API` is the driver's to add.
 */
export function guestVariables(
  spec: LaunchSpec,
  logStream: string,
  secrets: GuestSecrets,
  initialization: InitializationType = "on-demand",
): Readonly<Record<string, string>> {
  const runtime = Object.entries(spec.runtime.environment);
  const own = Object.entries(spec.environment).filter(([name]) => !name.startsWith("_"));
  return {
    ...DEFAULTS,
    ...Object.fromEntries(runtime.filter(([name]) => !isReserved(name))),
    ...Object.fromEntries(own),
    ...credentialVariables(secrets),
    ...Object.fromEntries(runtime.filter(([name]) => isReserved(name))),
    ...platformVariables(spec, logStream, initialization),
    AWS_LAMBDA_METADATA_TOKEN: secrets.tokens.metadata,
  };
}

function credentialVariables({ tokens, role }: GuestSecrets): Record<string, string> {
  if (tokens.credentials !== undefined)
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${RUNTIME_API}/2021-04-23/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: tokens.credentials,
    };
  return {
    AWS_ACCESS_KEY_ID: role.accessKeyId,
    AWS_SECRET_ACCESS_KEY: role.secretAccessKey,
    AWS_SESSION_TOKEN: role.sessionToken,
  };
}

/** What a runtime without a function is started with: that part of the environment which stays as it is. */
export function stemVariables({ environment }: LaunchSpec["runtime"]): Readonly<Record<string, string>> {
  const unreserved = Object.entries(environment).filter(([name]) => !isReserved(name));
  return { ...DEFAULTS, ...Object.fromEntries(unreserved), _HEARTH_STEM: "1" };
}

function platformVariables(
  spec: LaunchSpec,
  logStream: string,
  initialization: InitializationType,
): Record<string, string> {
  const variables: Record<string, string> = {
    _HANDLER: spec.handler,
    _LAMBDA_TELEMETRY_LOG_FD: "62",
    _AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1",
    _AWS_XRAY_DAEMON_PORT: "2000",
    AWS_LAMBDA_METADATA_API: RUNTIME_API,
    AWS_REGION: spec.scope.region,
    AWS_DEFAULT_REGION: spec.scope.region,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMib),
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: initialization,
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    PWD: "/var/task",
    SHLVL: "0",
  };
  if (spec.logging.format === "JSON") {
    variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
    variables["AWS_LAMBDA_LOG_LEVEL"] = spec.logging.applicationLevel ?? "INFO";
  }
  return variables;
}
