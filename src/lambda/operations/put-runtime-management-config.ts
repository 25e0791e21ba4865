import { belongingKey } from "../belongings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { changeFunction } from "../function-update.ts";
import { findManagedVersion, type ManagedVersion, runtimeManagementOutput } from "../runtime-management.ts";
import { RUNTIME_MANAGEMENT_KIND, type RuntimeManagementRecord } from "../runtime-management-record.ts";

const ACTION = "lambda:PutRuntimeManagementConfig";

/** `PutRuntimeManagementConfig`: when the runtime of a version is updated, and to which. */
export function putRuntimeManagementConfig(plane: ControlPlane): LambdaHandler<"PutRuntimeManagementConfig"> {
  return async (input, context) => {
    const { UpdateRuntimeOn: updateRuntimeOn, RuntimeVersionArn: runtimeVersionArn = null } = input;
    let managed: ManagedVersion | undefined;
    const find = async () => {
      managed = await findManagedVersion(plane, input, context, ACTION);
      return managed.entry;
    };
    await find();
    const manual = updateRuntimeOn === "Manual";
    if (manual && runtimeVersionArn === null) throw lambdaError("runtime-version-needed");
    if (!manual && runtimeVersionArn !== null) throw lambdaError("runtime-version-unasked");
    const value: RuntimeManagementRecord = { form: 1, updateRuntimeOn, runtimeVersionArn };
    await changeFunction(plane, find, ({ key, record }) => {
      if (managed === undefined) throw new Error("runtime management is changed before its version was found");
      const kept = { kind: RUNTIME_MANAGEMENT_KIND, key: belongingKey(key, managed.version) };
      return { record, also: [{ op: "put", ...kept, value }] };
    });
    if (managed === undefined) throw new Error("no version was found whose runtime is managed");
    return runtimeManagementOutput(managed, value);
  };
}
