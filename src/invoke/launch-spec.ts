import type { Scope } from "../base/index.ts";
import type { RuntimeSpec } from "../runtimes/index.ts";

export type LogFormat = "Text" | "JSON";
export type LogLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";

/** Where and how the log of a function is kept. */
export interface LoggingSpec {
  readonly group: string;
  readonly format: LogFormat;
  /** Least level of the function's own JSON lines that is kept; undefined with the text format. */
  readonly applicationLevel: LogLevel | undefined;
  /** Least level of the platform's JSON lines that is kept; undefined with the text format. */
  readonly systemLevel: LogLevel | undefined;
}

/**
 * Everything the data plane needs to run one version of one function. The control plane compiles it; it is immutable
 * and addressed by `hash`, so two equal specs may share environments and a changed one never does.
 */
export interface LaunchSpec {
  /** Hash over every other member. */
  readonly hash: string;
  readonly scope: Scope;
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  /** Without qualifier. */
  readonly functionArn: string;
  readonly handler: string;
  readonly runtime: RuntimeSpec;
  /** Host folder of the unpacked code, mounted at `/var/task`. */
  readonly codeFolder: string;
  /** Host folder of the merged layers, mounted at `/opt`; undefined without layers. */
  readonly layersFolder: string | undefined;
  /** Names of the files in its folder `extensions`, each of which is started as an external extension; absent: none. */
  readonly extensions?: readonly string[];
  /** The function's own variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMib: number;
  readonly tmpMib: number;
  readonly roleArn: string;
  readonly logging: LoggingSpec;
  /** Whether invocations are traced when nobody said so (AWS Lambda API, `TracingConfig`). */
  readonly tracing: "Active" | "PassThrough";
  /** It is a version with SnapStart: its credentials are in no variable, but at an endpoint that it is told. */
  readonly snapStart?: true;
}
