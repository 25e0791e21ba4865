import { ownTopic } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";

/** Throws `NotFoundException`. */
export function getDataProtectionPolicy({ registry }: SnsDependencies): Operation<"GetDataProtectionPolicy"> {
  return async ({ ResourceArn }, context) => {
    const name = ownTopic(ResourceArn, context, "GetDataProtectionPolicy", "ResourceArn");
    const { topic } = await registry.topic(name);
    return topic.dataProtectionPolicy === null ? {} : { DataProtectionPolicy: topic.dataProtectionPolicy };
  };
}
