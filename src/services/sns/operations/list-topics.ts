import { topicArn } from "../arn.ts";
import { pageOf } from "../list-page.ts";
import type { Operation, SnsDependencies } from "../operation.ts";

/** Topics by name, 100 at a time. Throws `InvalidParameterException`. */
export function listTopics({ registry }: SnsDependencies): Operation<"ListTopics"> {
  return async ({ NextToken }, { scope }) => {
    const names = (await registry.scope(scope)).topicNames();
    const { items, nextToken } = pageOf(names, (name) => name, NextToken);
    return { Topics: items.map((name) => ({ TopicArn: topicArn(scope, name) })), NextToken: nextToken };
  };
}
