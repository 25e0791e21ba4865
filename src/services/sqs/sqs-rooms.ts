import type { Targets } from "../../base/index.ts";
import type { Handlers, SqsOperations } from "../../wire/index.ts";
import { sqsHandlers } from "./handlers.ts";
import type { ExpirySweeper } from "./messages/expiry-sweeper.ts";
import { ReceiveAttempts } from "./messages/receive-attempts.ts";
import { Waiting } from "./messages/waiting.ts";
import type { SqsDependencies } from "./operation.ts";
import { QueueDirectory } from "./queues/queue-directory.ts";
import { QueueTimes } from "./queues/queue-times.ts";
import { MoveTasks } from "./redrive/move-tasks.ts";
import type { SqsServiceOptions } from "./sqs-options.ts";
import { targetMessages } from "./target-message.ts";

/** The parts of the service, put together. */
export interface SqsRooms {
  readonly handlers: Handlers<SqsOperations>;
  readonly sendMessage: Targets["sendMessage"];
  /** Takes up the moving of dead letters that a former server left. */
  resume(): Promise<void>;
  /** Sends away who waits for messages. */
  stop(): Promise<void>;
}

export function sqsRooms(options: SqsServiceOptions, sweeper: ExpirySweeper): SqsRooms {
  const { records, messages, clock, random, onFailure } = options;
  const queues = new QueueDirectory(records);
  const waiting = new Waiting(clock);
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
    resume: () => tasks.resume(),
    stop: async () => {
      waiting.stop();
      await tasks.stop();
    },
  };
}
