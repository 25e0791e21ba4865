import { describeProvisioned, qualifiedArn } from "../concurrency/provisioned-config.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findUnqualified } from "../function-lookup.ts";
import { markerAfter, nameOfMarker, pageSize } from "../list-page.ts";

const ACTION = "lambda:ListProvisionedConcurrencyConfigs";

/** `ListProvisionedConcurrencyConfigs`: a page in order of version or alias. */
export function listProvisionedConcurrencyConfigs(
  plane: ControlPlane,
): LambdaHandler<"ListProvisionedConcurrencyConfigs"> {
  return async (input, context) => {
    const after = nameOfMarker(input.Marker);
    const entry = await findUnqualified(plane, input.FunctionName, context, ACTION);
    const all = [...plane.concurrency.ledger.provisioned(entry.key)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const rest = after === undefined ? all : all.filter(([qualifier]) => qualifier > after);
    const page = rest.slice(0, pageSize(input.MaxItems));
    const last = page.at(-1);
    return {
      ProvisionedConcurrencyConfigs: page.map(([qualifier, record]) => ({
        FunctionArn: qualifiedArn(entry, qualifier),
        ...describeProvisioned(plane, entry.key, qualifier, record),
      })),
      ...(page.length < rest.length && last !== undefined ? { NextMarker: markerAfter(last[0]) } : {}),
    };
  };
}
