import type { Targets } from "../../base/index.ts";
import type { Handlers, SqsOperations } from "../../wire/index.ts";
import { ExpirySweeper } from "./messages/expiry-sweeper.ts";
import { MoveTaskRecords } from "./redrive/move-task.ts";
import type { SqsServiceOptions } from "./sqs-options.ts";
import type { SqsRooms } from "./sqs-rooms.ts";

/** Simple Queue Service over a store. */
export interface SqsService {
  readonly handlers: () => Promise<Handlers<SqsOperations>>;
  /** Takes what other services deliver to queues. */
  readonly sendMessage: Targets["sendMessage"];
  /** Takes up what a former server left: the moving of dead letters, the removal of old messages. */
  start(): Promise<void>;
  /** Sends away who waits for messages. What was acknowledged is on disk already. */
  stop(): Promise<void>;
}

/**
 * The service named `sqs`. Nothing runs until `start`. Its parts are loaded when a request, a delivery or the moving of
 * dead letters needs them first, so that a server without queues does not pay for them.
 */
export function createSqsService(options: SqsServiceOptions): SqsService {
  const { records, messages, clock, onFailure } = options;
  const sweeper = new ExpirySweeper(messages, clock, onFailure);
  let loading: Promise<SqsRooms> | undefined;
  const rooms = (): Promise<SqsRooms> => (loading ??= load());
  const load = async (): Promise<SqsRooms> => (await import("./sqs-rooms.ts")).sqsRooms(options, sweeper);
  return {
    handlers: async () => (await rooms()).handlers,
    sendMessage: async (...message) => (await rooms()).sendMessage(...message),
    start: async () => {
      const left = await new MoveTaskRecords(records).running();
      if (left.length > 0) await (await rooms()).resume();
      sweeper.begin();
    },
    stop: async () => {
      await (await loading)?.stop();
      await sweeper.stop();
    },
  };
}
