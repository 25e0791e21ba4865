import { CUSTOM_RUNTIMES, DOTNET_MAJORS, dotnetRuntimeName } from "./identifiers.ts";
import type { RuntimeCatalogue } from "./runtime-spec.ts";

/** The ways in which functions are written in PowerShell on AWS, which has no runtime of that name. */
export interface PowershellSupport {
  /**
   * Runtimes that run what AWS's module AWSLambdaPSCore packages: a class library of .NET that has PowerShell in it
   * ("Building Lambda functions with PowerShell" in the AWS Lambda guide).
   */
  readonly packagesOn: readonly string[];
  /** Runtimes that run AWS's PowerShell layer (awslabs/aws-lambda-powershell-runtime), which brings `pwsh` along. */
  readonly layerOn: readonly string[];
  /** What would make the packages run, where nothing runs them. */
  readonly cure: string | undefined;
}

/** Says what a machine with these runtimes does with functions in PowerShell. */
export function powershellSupport({ found, missing }: RuntimeCatalogue): PowershellSupport {
  const names: readonly string[] = DOTNET_MAJORS.map(dotnetRuntimeName);
  const hosts = found.filter(({ name }) => names.includes(name));
  const packagesOn = hosts.filter(({ gap }) => gap === undefined).map(({ name }) => name);
  const lacking = hosts[0]?.gap?.cure ?? missing.find(({ name }) => names.includes(name))?.cure;
  return {
    packagesOn,
    layerOn: CUSTOM_RUNTIMES,
    cure: packagesOn.length === 0 ? lacking : undefined,
  };
}
