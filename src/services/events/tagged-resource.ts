import type { OperationContext } from "../../wire/index.ts";
import { isSameScope, parseEventsArn } from "./arn.ts";
import type { Directory } from "./directory/directory.ts";
import { eventsError } from "./errors.ts";

type Tags = { readonly [key: string]: string };

interface TaggedResource {
  /** The tags as they are now. */
  readonly tags: Tags;
  /** Replaces the tags. */
  readonly put: (tags: Tags) => Promise<void>;
}

/** Reads, and may replace, the tags of the bus or rule with that ARN. Throws `ResourceNotFoundException`. */
export async function withTaggedResource<Result>(
  directory: Directory,
  { scope }: Pick<OperationContext, "scope">,
  arn: string,
  action: (resource: TaggedResource) => Promise<Result>,
): Promise<Result> {
  const resource = parseEventsArn(arn);
  if (resource === undefined) throw eventsError("tag-arn");
  const { bus, rule } = resource;
  if (!isSameScope(resource.scope, scope)) throw eventsError("bus-not-found", { bus });
  const here = await directory.in(scope);
  return here.change(async () => {
    if (rule === undefined) {
      const { record } = here.bus(bus);
      return action({ tags: record.tags, put: (tags) => here.putBus({ ...record, tags }) });
    }
    const { record } = here.rule(bus, rule);
    const put = async (tags: Tags): Promise<void> => {
      await here.putRule({ ...record, tags });
    };
    return action({ tags: record.tags, put });
  });
}
