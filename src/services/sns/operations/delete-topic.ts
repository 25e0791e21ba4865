import { ownTopic } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";

/** Deletes a topic with its subscriptions; what was not delivered yet is not delivered any more. One that is not there is no error. */
export function deleteTopic({ registry, publisher }: SnsDependencies): Operation<"DeleteTopic"> {
  return async ({ TopicArn }, context) => {
    const name = ownTopic(TopicArn, context, "DeleteTopic");
    const topics = await registry.scope(name.scope);
    await topics.change(async () => {
      if (topics.topic(name.name) !== undefined) await topics.deleteTopic(name.name);
    });
    await publisher.forget(name);
  };
}
