import type { Clock } from "../../base/index.ts";
import type { LogStore } from "../../store/index.ts";
import type { Handlers, LogsOperations } from "../../wire/index.ts";
import { RetentionSweeper } from "./retention.ts";

export interface LogsServiceOptions {
  readonly logs: LogStore;
  readonly clock: Clock;
  /** Told when deleting expired events failed; it is tried again an hour later. */
  readonly onFailure: (error: unknown) => void;
}

/** CloudWatch Logs over a store. */
export interface LogsService {
  readonly handlers: () => Promise<Handlers<LogsOperations>>;
  /** Begins to delete expired events, once an hour. */
  start(): void;
  stop(): Promise<void>;
}

/** The service named `logs`. Nothing runs until `start`. Its operations are loaded at the first request. */
export function createLogsService({ logs, clock, onFailure }: LogsServiceOptions): LogsService {
  const sweeper = new RetentionSweeper(logs, clock, onFailure);
  let loading: Promise<Handlers<LogsOperations>> | undefined;
  const load = async (): Promise<Handlers<LogsOperations>> =>
    (await import("./handlers.ts")).logsHandlers({ logs, clock });
  return {
    handlers: () => (loading ??= load()),
    start: () => sweeper.start(),
    stop: () => sweeper.stop(),
  };
}
