import { invalidParameter } from "../errors.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { TAGS_MAX } from "../tag-writer.ts";

/** Throws `ResourceNotFoundException`, and `InvalidParameterException` when there would be more than 50 tags. */
export function tagLogGroup({ tags }: LogsDependencies): Operation<"TagLogGroup"> {
  return async (input, { scope }) => {
    await tags.update(scope, input.logGroupName, (before) => {
      const after = { ...before, ...input.tags };
      if (Object.keys(after).length > TAGS_MAX)
        throw invalidParameter(`A log group cannot have more than ${TAGS_MAX} tags.`);
      return after;
    });
  };
}
