import { belongingKey } from "../belongings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findManagedVersion, runtimeManagementOutput } from "../runtime-management.ts";
import { readRuntimeManagement, RUNTIME_MANAGEMENT_KIND } from "../runtime-management-record.ts";

const ACTION = "lambda:GetRuntimeManagementConfig";

/** `GetRuntimeManagementConfig`: `Auto` unless it was set otherwise for this version. */
export function getRuntimeManagementConfig(plane: ControlPlane): LambdaHandler<"GetRuntimeManagementConfig"> {
  return async (input, context) => {
    const managed = await findManagedVersion(plane, input, context, ACTION);
    const key = belongingKey(managed.entry.key, managed.version);
    const stored = await plane.records.get(RUNTIME_MANAGEMENT_KIND, key);
    const automatic = { updateRuntimeOn: "Auto", runtimeVersionArn: null } as const;
    return runtimeManagementOutput(
      managed,
      stored === undefined ? automatic : readRuntimeManagement(key, stored.value),
    );
  };
}
