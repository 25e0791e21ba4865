import { type Clock, TargetError, type Targets } from "../../base/index.ts";
import type { WorkHandler, WorkOutcome } from "../../work/index.ts";
import type { AsyncFact } from "./async-facts.ts";
import { deliver } from "./deliver.ts";
import { type DeliveryState, readDelivery } from "./delivery.ts";

export interface DeliveryPorts {
  readonly targets: Targets;
  readonly clock: Clock;
  readonly emit: (fact: AsyncFact) => void;
  readonly report: (error: unknown) => void;
}

/** How long a target may refuse before it is given up. */
const PATIENCE_MS = 3_600_000;
const WAIT_MS_FIRST = 1_000;
const WAIT_MS_MAX = 300_000;
/** Targets whose refusal has been reported; the metric counts the others. */
const REPORTED_MAX = 1_000;

/** Delivers records and dead letters, each until its target takes it, refuses it for good, or has refused it for an hour. */
export function deliveryHandler(ports: DeliveryPorts): WorkHandler {
  const reported = new Set<string>();
  return async (work): Promise<WorkOutcome> => {
    const state = readDelivery(work.id, work.state);
    try {
      await deliver(ports.targets, state, work.payload);
      return { outcome: "done" };
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      const nowMs = ports.clock.nowMs();
      if (error.retryable && nowMs - state.recordedMs < PATIENCE_MS) return later(state, nowMs);
      ports.emit(failure(state, nowMs));
      if (reported.size < REPORTED_MAX && !reported.has(state.targetArn)) {
        reported.add(state.targetArn);
        const what = state.kind === "destination" ? "records of invocations" : "dead letters";
        const message = `${what} of ${state.functionArn} cannot be delivered to ${state.targetArn}: ${error.message} (${error.code})`;
        ports.report(new Error(message, { cause: error }));
      }
      return { outcome: "done" };
    }
  };
}

function later(state: DeliveryState, nowMs: number): WorkOutcome {
  const waitMs = Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** Math.min(state.attempts, 20));
  return {
    outcome: "again",
    visibleAtMs: nowMs + waitMs,
    state: { ...state, attempts: state.attempts + 1 },
    isThrottled: true,
  };
}

function failure(
  { kind, targetArn, accountId, region, functionName, qualifier }: DeliveryState,
  timeMs: number,
): AsyncFact {
  const owner = { scope: { accountId, region }, functionName, qualifier: qualifier ?? undefined };
  return {
    type: kind === "destination" ? "async.destination-failed" : "async.dead-letter-failed",
    timeMs,
    targetArn,
    ...owner,
  };
}
