import { belongingDeletions } from "../belongings.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { findUnqualified } from "../function-lookup.ts";
import { changeFunction } from "../function-update.ts";

/** `DeleteAlias`: the alias with what belongs to it; one that does not exist is no error. */
export function deleteAlias(plane: ControlPlane): LambdaHandler<"DeleteAlias"> {
  return async (input, context) => {
    const find = () => findUnqualified(plane, input.FunctionName, context, "lambda:DeleteAlias");
    await changeFunction(plane, find, async (entry) => {
      if ((await plane.directory.alias(entry, input.Name)) === undefined) return undefined;
      const also = await belongingDeletions(plane.records, entry.key, input.Name);
      return { record: entry.record, deletedAlias: input.Name, also };
    });
  };
}
