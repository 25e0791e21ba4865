import { BASE_ENVIRONMENT } from "./base-environment.ts";
import type { DotnetHost } from "./find-dotnet.ts";
import { GUEST_FOLDERS } from "./guest-folders.ts";
import type { DotnetMajor } from "./identifiers.ts";
import { dotnetRuntimeName } from "./identifiers.ts";
import { versionHash } from "./interpreter.ts";
import type { HandlerGap, RuntimeSpec } from "./runtime-spec.ts";

/** Where AWS's images have .NET; wrapper scripts and diagnostic tools look for it there. */
const DOTNET_ROOT = "/var/lang/bin";
const BOOTSTRAP_FOLDER = "/var/lang/hearth";

/**
 * Compiles `dotnet<major>`. Executable assemblies bring AWS's client along and are started with plain `dotnet`; class
 * libraries are loaded by the client in `clientFolder`, if there is one ("Define Lambda function handler in C#" in the
 * AWS Lambda guide). AWS's `SSL_CERT_FILE` is left out, since certificates are where this machine has them.
 */
export function dotnetRuntime(major: DotnetMajor, host: DotnetHost, clientFolder: string | undefined): RuntimeSpec {
  const name = dotnetRuntimeName(major);
  return {
    name,
    mounts: [
      { source: GUEST_FOLDERS.dotnet, target: BOOTSTRAP_FOLDER },
      { source: host.prefix, target: DOTNET_ROOT },
      ...(clientFolder === undefined ? [] : [{ source: clientFolder, target: "/var/runtime" }]),
    ],
    bootstraps: [["/bin/sh", `${BOOTSTRAP_FOLDER}/bootstrap.sh`, DOTNET_ROOT]],
    startsWrapper: true,
    ...(clientFolder === undefined ? { gap: classLibraryGap(major) } : {}),
    environment: {
      ...BASE_ENVIRONMENT,
      AWS_EXECUTION_ENV: `AWS_Lambda_${name}`,
      DOTNET_ROOT,
      LAMBDA_RUNTIME_NAME: name,
    },
    version: `dotnet:${major}.v1`,
    versionHash: versionHash(name, `${host.fingerprint} ${clientFolder ?? ""}`),
  };
}

function classLibraryGap(major: DotnetMajor): HandlerGap {
  return {
    part: ":",
    handlers: "class libraries (Assembly::Type::Method)",
    reason:
      "handlers of class libraries (Assembly::Type::Method) need AWS's client, which is not here; an executable assembly with Amazon.Lambda.RuntimeSupport in it runs, by its name alone",
    cure: `hearth runtimes install ${dotnetRuntimeName(major)}`,
  };
}
