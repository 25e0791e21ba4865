import type { Clock, Random, Targets } from "../../base/index.ts";
import type { MessageStore, RecordStore } from "../../store/index.ts";
import type { Handlers, SqsOperations } from "../../wire/index.ts";
import { sqsHandlers } from "./handlers.ts";
import { ExpirySweeper } from "./messages/expiry-sweeper.ts";
import { ReceiveAttempts } from "./messages/receive-attempts.ts";
import { Waiting } from "./messages/waiting.ts";
import type { SqsDependencies } from "./operation.ts";
import { QueueDirectory } from "./queues/queue-directory.ts";
import { QueueTimes } from "./queues/queue-times.ts";
import { MoveTasks } from "./redrive/move-tasks.ts";
import { targetMessages } from "./target-message.ts";

export interface SqsServiceOptions {
  readonly records: RecordStore;
  readonly messages: MessageStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what goes wrong where no caller waits: removing old messages, moving dead letters. */
  readonly onFailure: (error: unknown) => void;
}

/** Simple Queue Service over a store. */
export interface SqsService {
  readonly handlers: Handlers<SqsOperations>;
  /** Takes what other services deliver to queues. */
  readonly sendMessage: Targets["sendMessage"];
  /** Takes up what a former server left: the moving of dead letters, the removal of old messages. */
  start(): Promise<void>;
  /** Sends away who waits for messages. What was acknowledged is on disk already. */
  stop(): Promise<void>;
}

/** The service named `sqs`. Nothing runs until `start`. */
export function createSqsService({ records, messages, clock, random, onFailure }: SqsServiceOptions): SqsService {
  const queues = new QueueDirectory(records);
  const waiting = new Waiting(clock);
  const sweeper = new ExpirySweeper(messages, clock, onFailure);
  const tasks = new MoveTasks({ records, queues, messages, waiting, clock, random, onFailure });
  const dependencies: SqsDependencies = {
    queues,
    messages,
    waiting,
    attempts: new ReceiveAttempts(clock),
    times: new QueueTimes(clock),
    tasks,
    sweeper,
    clock,
    random,
  };
  return {
    handlers: sqsHandlers(dependencies),
    sendMessage: targetMessages(dependencies),
    start: async () => {
      await tasks.resume();
      sweeper.begin();
    },
    stop: async () => {
      waiting.stop();
      await tasks.stop();
      await sweeper.stop();
    },
  };
}
