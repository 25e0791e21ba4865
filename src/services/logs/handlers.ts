import type { Handlers, LogsOperations } from "../../wire/index.ts";
import type { LogsDependencies } from "./operation.ts";
import { createLogGroup } from "./operations/create-log-group.ts";
import { createLogStream } from "./operations/create-log-stream.ts";
import { deleteLogGroup } from "./operations/delete-log-group.ts";
import { deleteLogStream } from "./operations/delete-log-stream.ts";
import { deleteRetentionPolicy } from "./operations/delete-retention-policy.ts";
import { describeLogGroups } from "./operations/describe-log-groups.ts";
import { describeLogStreams } from "./operations/describe-log-streams.ts";
import { filterLogEvents } from "./operations/filter-log-events.ts";
import { getLogEvents } from "./operations/get-log-events.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTagsLogGroup } from "./operations/list-tags-log-group.ts";
import { putLogEvents } from "./operations/put-log-events.ts";
import { putRetentionPolicy } from "./operations/put-retention-policy.ts";
import { tagLogGroup } from "./operations/tag-log-group.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagLogGroup } from "./operations/untag-log-group.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { withStoreFailures } from "./store-failures.ts";
import { TagWriter } from "./tag-writer.ts";

/** The operations that are there. */
export function logsHandlers(parts: Omit<LogsDependencies, "tags">): Handlers<LogsOperations> {
  const dependencies: LogsDependencies = { ...parts, tags: new TagWriter(parts.logs) };
  return {
    CreateLogGroup: withStoreFailures(createLogGroup(dependencies)),
    CreateLogStream: withStoreFailures(createLogStream(dependencies)),
    DeleteLogGroup: withStoreFailures(deleteLogGroup(dependencies)),
    DeleteLogStream: withStoreFailures(deleteLogStream(dependencies)),
    DeleteRetentionPolicy: withStoreFailures(deleteRetentionPolicy(dependencies)),
    DescribeLogGroups: describeLogGroups(dependencies),
    DescribeLogStreams: describeLogStreams(dependencies),
    FilterLogEvents: filterLogEvents(dependencies),
    GetLogEvents: getLogEvents(dependencies),
    ListTagsForResource: listTagsForResource(dependencies),
    ListTagsLogGroup: listTagsLogGroup(dependencies),
    PutLogEvents: withStoreFailures(putLogEvents(dependencies)),
    PutRetentionPolicy: withStoreFailures(putRetentionPolicy(dependencies)),
    TagLogGroup: withStoreFailures(tagLogGroup(dependencies)),
    TagResource: withStoreFailures(tagResource(dependencies)),
    UntagLogGroup: withStoreFailures(untagLogGroup(dependencies)),
    UntagResource: withStoreFailures(untagResource(dependencies)),
  };
}
