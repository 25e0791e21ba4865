import { AwsError } from "../../../wire/index.ts";
import { groupNameOf } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { TAGS_MAX } from "../tag-writer.ts";

/** Throws `ResourceNotFoundException`, and `TooManyTagsException` when there would be more than 50 tags. */
export function tagResource({ tags }: LogsDependencies): Operation<"TagResource"> {
  return async (input, { scope }) => {
    const name = groupNameOf(scope, { logGroupIdentifier: input.resourceArn });
    await tags.update(scope, name, (before) => {
      const after = { ...before, ...input.tags };
      if (Object.keys(after).length > TAGS_MAX)
        throw new AwsError("TooManyTagsException", `A resource cannot have more than ${TAGS_MAX} tags.`, {
          members: { resourceName: input.resourceArn },
        });
      return after;
    });
  };
}
