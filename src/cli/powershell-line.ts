import type { Machine } from "../server/index.ts";

/** How functions in PowerShell run on a machine, in one line. */
export function powershellLine({ powershell: { packagesOn, layerOn, cure } }: Pick<Machine, "powershell">): string {
  const layer = `AWS's PowerShell layer on ${layerOn.join(" ")}`;
  if (packagesOn.length > 0) return `packages of AWSLambdaPSCore on ${packagesOn.join(" ")}; ${layer}`;
  return `${layer}; not yet packages of AWSLambdaPSCore${cure === undefined ? "" : `: ${cure}`}`;
}
