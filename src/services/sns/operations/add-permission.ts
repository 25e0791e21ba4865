import { ownTopic } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { defaultPolicy, withStatement } from "../topics/topic-policy.ts";

/** Adds a statement to the topic's policy, which is kept without being enforced. Throws `AwsError`. */
export function addPermission({ registry }: SnsDependencies): Operation<"AddPermission"> {
  return async ({ TopicArn, Label, AWSAccountId, ActionName }, context) => {
    const name = ownTopic(TopicArn, context, "AddPermission");
    const topics = await registry.scope(name.scope);
    await topics.change(async () => {
      const topic = topics.existingTopic(name.name);
      const before = topic.attributes["Policy"] ?? defaultPolicy(name);
      const statement = { label: Label, accounts: AWSAccountId, actions: ActionName };
      const Policy = withStatement(before, name, statement);
      await topics.putTopic({ ...topic, attributes: { ...topic.attributes, Policy } });
    });
  };
}
