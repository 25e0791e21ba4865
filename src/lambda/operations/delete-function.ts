import { type RecordChange, RecordConflict, StoreFullError } from "../../store/index.ts";
import { Activation, drainMs } from "../activation.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-directory.ts";
import { findFunction } from "../function-lookup.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { usedPackages } from "../function-record.ts";
import { PackageCollector } from "../package-collector.ts";

const ACTION = "lambda:DeleteFunction";

/** `DeleteFunction`: the function, its environments, and its package once nothing uses it. Running invocations end. */
export function deleteFunction(plane: ControlPlane): LambdaHandler<"DeleteFunction"> {
  return async (input, context) => {
    const { name, qualifier } = resolveFunctionName(input.FunctionName, input.Qualifier, context, ACTION);
    for (;;) {
      // The message names the function without qualifier, as was recorded of the service.
      const { entry } = await findFunction(plane, { FunctionName: name }, context, ACTION);
      if (qualifier !== undefined) return deleteVersion(qualifier);
      if (await remove(plane, entry)) return { StatusCode: 204 };
    }
  };
}

/** Deleting a version that does not exist is no error, and none exists yet. */
function deleteVersion(qualifier: string): { StatusCode: number } {
  if (qualifier === LATEST) throw lambdaError("latest-not-deletable");
  if (!/^\d+$/.test(qualifier)) throw lambdaError("alias-not-deletable");
  return { StatusCode: 204 };
}

/** False when the function was changed meanwhile. */
async function remove({ directory, collector }: ControlPlane, entry: FunctionEntry): Promise<boolean> {
  const packages = usedPackages(entry.record);
  const deletions: RecordChange[] = [Activation.unmark(entry.key), ...PackageCollector.unuse(packages, entry.key)];
  try {
    await directory.remove(entry, deletions).catch((error: unknown) => {
      if (!(error instanceof StoreFullError)) throw error;
      // A note of what is to be removed may be what no longer fits; to delete must be possible on a full disk.
      return directory.remove(
        entry,
        deletions.filter(({ op }) => op === "delete"),
      );
    });
  } catch (error) {
    if (error instanceof RecordConflict) return false;
    throw error;
  }
  collector.release(packages, drainMs(entry));
  return true;
}
