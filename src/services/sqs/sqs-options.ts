import type { Clock, Random } from "../../base/index.ts";
import type { MessageStore, RecordStore } from "../../store/index.ts";

/** What the service is made from. */
export interface SqsServiceOptions {
  readonly records: RecordStore;
  readonly messages: MessageStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what goes wrong where no caller waits: removing old messages, moving dead letters. */
  readonly onFailure: (error: unknown) => void;
}
