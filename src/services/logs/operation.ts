import type { Clock } from "../../base/index.ts";
import type { LogStore } from "../../store/index.ts";
import type { Handlers, LogsOperations } from "../../wire/index.ts";
import type { TagWriter } from "./tag-writer.ts";

/** What the operations work with. */
export interface LogsDependencies {
  readonly logs: LogStore;
  readonly clock: Clock;
  readonly tags: TagWriter;
}

/** The function behind one operation. */
export type Operation<Name extends keyof LogsOperations> = NonNullable<Handlers<LogsOperations>[Name]>;
