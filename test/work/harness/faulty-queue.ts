import type { Random } from "../../../src/base/index.ts";
import type { WorkQueue } from "../../../src/store/index.ts";

/** The errors that a faulty queue throws. */
export class InjectedFault extends Error {}

/**
 * A real queue whose calls fail now and then: before anything was done, or after all was done, as when the answer of a
 * database on another machine is lost.
 */
export function faultyQueue(work: WorkQueue, random: Random, share: () => number): WorkQueue {
  const may = async <T>(call: () => Promise<T>): Promise<T> => {
    const chance = random.fraction();
    if (chance < share() / 2) throw new InjectedFault("before");
    const result = await call();
    if (chance < share()) throw new InjectedFault("after");
    return result;
  };
  return {
    put: (...given) => may(() => work.put(...given)),
    putClaimed: (...given) => may(() => work.putClaimed(...given)),
    claim: (...given) => may(() => work.claim(...given)),
    settle: (...given) => may(() => work.settle(...given)),
    renew: (...given) => may(() => work.renew(...given)),
    lanes: (...given) => work.lanes(...given),
    drop: (...given) => may(() => work.drop(...given)),
    watch: (...given) => work.watch(...given),
  };
}
