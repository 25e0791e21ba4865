import { type RecordChange, RecordConflict, StoreFullError } from "../../store/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { deleteVersion } from "../delete-version.ts";
import { functionDeletions } from "../function-deletions.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { findFunction } from "../function-lookup.ts";
import { resolveFunctionName } from "../function-name.ts";

const ACTION = "lambda:DeleteFunction";

/**
 * `DeleteFunction`: the function with its versions, aliases and whatever belongs to it, its environments, and its
 * packages once nothing uses them; or one version. Running invocations end.
 */
export function deleteFunction(plane: ControlPlane): LambdaHandler<"DeleteFunction"> {
  return async (input, context) => {
    const { name, qualifier } = resolveFunctionName(input.FunctionName, input.Qualifier, context, ACTION);
    // The message names the function without qualifier, as was recorded of the service.
    const find = async (): Promise<FunctionEntry> =>
      (await findFunction(plane, { FunctionName: name }, context, ACTION)).entry;
    if (qualifier !== undefined) {
      await deleteVersion(plane, find, qualifier);
      return { StatusCode: 204 };
    }
    // Each round that is lost was won by someone else, so this ends.
    while (!(await remove(plane, await find())));
    return { StatusCode: 204 };
  };
}

/** False when the function was changed meanwhile. */
async function remove(plane: ControlPlane, entry: FunctionEntry): Promise<boolean> {
  const { directory, collector } = plane;
  const { changes, packages, drainMs } = await functionDeletions(plane, entry);
  try {
    await directory.remove(entry, changes).catch((error: unknown) => {
      if (!(error instanceof StoreFullError)) throw error;
      // A note of what is to be removed may be what no longer fits; to delete must be possible on a full disk.
      return directory.remove(entry, onlyDeletions(changes));
    });
  } catch (error) {
    if (error instanceof RecordConflict) return false;
    throw error;
  }
  collector.release(packages, drainMs);
  return true;
}

function onlyDeletions(changes: readonly RecordChange[]): readonly RecordChange[] {
  return changes.filter(({ op }) => op === "delete");
}
