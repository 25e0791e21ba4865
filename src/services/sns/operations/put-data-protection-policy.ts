import { ownTopic } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { checkDataProtectionPolicy } from "../topics/data-protection-policy.ts";

/** Keeps the policy, without effect; an empty one takes it away. Throws `NotFoundException`, `InvalidParameterException`. */
export function putDataProtectionPolicy({ registry }: SnsDependencies): Operation<"PutDataProtectionPolicy"> {
  return async ({ ResourceArn, DataProtectionPolicy }, context) => {
    const { scope, name } = ownTopic(ResourceArn, context, "PutDataProtectionPolicy", "ResourceArn");
    const dataProtectionPolicy = checkDataProtectionPolicy(DataProtectionPolicy);
    const topics = await registry.scope(scope);
    await topics.change(async () => {
      await topics.putTopic({ ...topics.existingTopic(name), dataProtectionPolicy });
    });
  };
}
