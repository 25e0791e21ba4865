import type { Clock, Random } from "../../base/index.ts";
import { Lane } from "../lane.ts";
import { LaneListeners } from "../lane-listeners.ts";
import type { WorkQueue } from "../ports/work-queue.ts";
import { freeHeld } from "./free-held.ts";
import { commitTogether } from "./group-commit.ts";
import type { Sessions } from "./sessions.ts";
import { PostgresWorkQueue } from "./work.ts";
import { WorkNews } from "./work-news.ts";
import { type WorkOp, type WorkResult, WorkWriter } from "./work-writer.ts";

const MIB = 1_048_576;

export interface OpenWorkOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly isAlone?: boolean;
  readonly onBackgroundFailure: (error: unknown) => void;
}

/** The queue, and how to wait for what it does. */
export interface OpenWork {
  readonly work: WorkQueue;
  settled(): Promise<void>;
}

/** Puts the queue of a database together. */
export async function openWork(sessions: Sessions, options: OpenWorkOptions): Promise<OpenWork> {
  const { url, clock, random, isAlone = false, onBackgroundFailure } = options;
  const listeners = new LaneListeners();
  const news = new WorkNews({ url, clock, node: random.hex(8), onNews: listeners.tell.bind(listeners) });
  const writer = new WorkWriter(sessions, clock, news);
  const lane = new Lane<WorkOp, WorkResult>((ops) => commitTogether(ops, (some) => writer.commit(some)), {
    opsPerCommit: 512,
    bytesPerCommit: 4 * MIB,
    bytesWaiting: 128 * MIB,
    overflow: () => new Error("work comes in faster than the database takes it; await each put, or send less"),
  });
  const freeing = isAlone ? (await freeHeld(sessions, listeners)).done.catch(onBackgroundFailure) : undefined;
  return {
    work: new PostgresWorkQueue(sessions, lane, listeners, () => news.listen()),
    settled: async () => {
      await Promise.all([news.stop(), freeing, lane.settled()]);
    },
  };
}
