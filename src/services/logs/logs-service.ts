import type { Clock } from "../../base/index.ts";
import type { LogStore } from "../../store/index.ts";
import type { Handlers, LogsOperations } from "../../wire/index.ts";
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
import { RetentionSweeper } from "./retention.ts";
import { TagWriter } from "./tag-writer.ts";
import { withStoreFailures } from "./store-failures.ts";

export interface LogsServiceOptions {
  readonly logs: LogStore;
  readonly clock: Clock;
  /** Told when deleting expired events failed; it is tried again an hour later. */
  readonly onFailure: (error: unknown) => void;
}

/** CloudWatch Logs over a store. */
export interface LogsService {
  readonly handlers: Handlers<LogsOperations>;
  /** Begins to delete expired events, once an hour. */
  start(): void;
  stop(): Promise<void>;
}

/** The service named `logs`. Nothing runs until `start`. */
export function createLogsService({ logs, clock, onFailure }: LogsServiceOptions): LogsService {
  const dependencies = { logs, clock, tags: new TagWriter(logs) };
  const sweeper = new RetentionSweeper(logs, clock, onFailure);
  return {
    handlers: {
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
    },
    start: () => sweeper.start(),
    stop: () => sweeper.stop(),
  };
}
