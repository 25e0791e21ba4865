import { cpSync } from "node:fs";
import { isDotnetClient } from "./find-dotnet.ts";
import type { DotnetMajor } from "./identifiers.ts";
import { dotnetRuntimeName } from "./identifiers.ts";
import { RuntimeInstallError } from "./runtime-install-error.ts";

/**
 * Copies AWS's client for class libraries from a folder of the user. Hearth does not fetch it: the NuGet package has it as a
 * library only, AWS publishes it as a program from its sources. Throws `RuntimeInstallError`, which says how to do the same.
 */
export function copyDotnetClient(major: DotnetMajor, from: string | undefined, folder: string): void {
  if (from === undefined || !isDotnetClient(from)) throw new RuntimeInstallError("client-missing", howTo(major, from));
  try {
    cpSync(from, folder, { recursive: true, dereference: true });
  } catch (error) {
    const message = `AWS's client for .NET could not be copied from ${from}: ${String(error)}`;
    throw new RuntimeInstallError("client-missing", message, { cause: error });
  }
}

/** What AWS's own image for this runtime is built with, from https://github.com/aws/aws-lambda-dotnet. */
function howTo(major: DotnetMajor, from: string | undefined): string {
  const name = dotnetRuntimeName(major);
  const lacking =
    from === undefined
      ? "AWS's client for .NET class libraries has to come from a folder"
      : `${from} lacks Amazon.Lambda.RuntimeSupport.dll or its runtimeconfig.json (the NuGet package has a library, not the program)`;
  return [
    `${lacking}. Make it with the SDK of .NET ${major}, as AWS does for its image:`,
    "  git clone --depth 1 https://github.com/aws/aws-lambda-dotnet && cd aws-lambda-dotnet",
    `  dotnet publish Libraries/src/Amazon.Lambda.RuntimeSupport -f net${major}.0 -c Release -o ./client \\`,
    `    -p:TargetFrameworks=net${major}.0 -p:ExecutableOutputType=true -p:GenerateDocumentationFile=false --self-contained false`,
    `  hearth runtimes install ${name} --from ./client`,
    `Or take the folder /var/runtime out of AWS's container image for ${name}.`,
    "Functions whose handler is only the name of an executable assembly need none of this.",
  ].join("\n");
}
