import { lambdaError } from "../errors.ts";
import type { CodeSettings, FunctionSettings } from "../function-record.ts";
import type { SigningConfigRecord } from "./signing-config-record.ts";

/**
 * Says whether code and layers may be deployed to a function with this configuration (AWS Lambda developer guide,
 * "Using code signing to verify code integrity"): a signature that does not hold is always refused, and one that is
 * missing, has expired or is of someone else is refused under `Enforce`. Throws `AwsError`.
 *
 * @param name how the message names the function: its name when it is created, its ARN later
 */
export function checkSigning(
  config: SigningConfigRecord | undefined,
  packages: readonly CodeSettings[],
  name: string,
  nowMs: number,
): void {
  if (config === undefined) return;
  if (packages.some(({ signing }) => signing?.status === "broken")) throw lambdaError("broken-signature", { name });
  if (config.untrusted === "Warn" || packages.every((content) => isTrusted(config, content, nowMs))) return;
  throw lambdaError("untrusted-code", { name });
}

/** The packages that are deployed with code: it and the layers that it will run with. */
export function deployedPackages({ code, layers }: Pick<FunctionSettings, "code" | "layers">): readonly CodeSettings[] {
  return [code, ...layers.map((layer) => layer.code)];
}

function isTrusted({ publishers }: SigningConfigRecord, { signing }: CodeSettings, nowMs: number): boolean {
  if (signing?.status !== "signed") return false;
  return nowMs < signing.expiresMs && publishers.includes(signing.profileVersionArn);
}
