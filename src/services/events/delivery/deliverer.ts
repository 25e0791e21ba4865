import { type Clock, type Random, type Sender, TargetError, type Targets } from "../../../base/index.ts";
import type { ClaimedWork } from "../../../store/index.ts";
import type { WorkOutcome } from "../../../work/index.ts";
import { ruleArn } from "../arn.ts";
import type { Directory } from "../directory/directory.ts";
import type { Rule, Target } from "../directory/rule.ts";
import { passOn } from "./bus-target.ts";
import { deadLetter } from "./dead-letter.ts";
import { type Delivery, type DeliveryState, type Failure, readDelivery, readDeliveryState } from "./delivery-work.ts";
import { EventDropped } from "./event-dropped.ts";
import type { EventIntake } from "./event-intake.ts";
import { failureCode } from "./failure-code.ts";
import { type LogTargetStore, writeToLogGroup } from "./log-target.ts";
import { nextRetry } from "./retry.ts";
import { send, serviceOf } from "./send.ts";

export interface DelivererParts {
  readonly directory: Directory;
  readonly intake: Pick<EventIntake, "deliveries">;
  readonly targets: Targets;
  readonly logs: LogTargetStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of every event that is dropped. */
  readonly onDropped: (drop: EventDropped) => void;
}

interface Attempt {
  readonly delivery: Delivery;
  readonly state: DeliveryState;
  readonly rule: Rule;
  readonly target: Target;
}

/** Brings events to targets: one attempt at a time, then the dead-letter queue, and if there is none, a report. */
export class Deliverer {
  readonly #parts: DelivererParts;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
  }

  /** Does one attempt. The target is the one that the rule has now, so a target that was mended gets what was kept for it. */
  async attempt(work: ClaimedWork): Promise<WorkOutcome> {
    const delivery = readDelivery(work);
    const { scope, bus } = delivery;
    const rule = (await this.#parts.directory.in(scope)).buses.get(bus)?.rules.get(delivery.rule);
    const target = rule?.targets.get(delivery.target);
    if (rule === undefined || target === undefined) {
      this.#drop(ruleArn(scope, bus, delivery.rule), delivery, `its target ${delivery.target} was removed`);
      return { outcome: "done" };
    }
    const attempt = { delivery, rule, target, state: readDeliveryState(work) };
    if (attempt.state.failure !== null) return this.#sendDeadLetter(attempt, attempt.state.failure);
    try {
      return await this.#deliver(attempt);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      return this.#failed(attempt, error);
    }
  }

  async #deliver({ delivery, state, rule, target }: Attempt): Promise<WorkOutcome> {
    const { record } = target;
    if (serviceOf(record.arn) === "events")
      return { outcome: "done", following: await passOn(this.#parts.intake, delivery, record.arn) };
    const { eventJson, ingestedAtMs } = delivery;
    const input = target.input({ eventJson, ingestedAtMs, ruleArn: rule.arn, ruleName: rule.record.name });
    if (serviceOf(record.arn) === "logs") {
      const nowMs = this.#parts.clock.nowMs();
      await writeToLogGroup(this.#parts.logs, { ...delivery, arn: record.arn, input, nowMs });
      return { outcome: "done" };
    }
    const dispatch = { target: record, input, sender: senderOf(delivery, rule), requestId: state.requestId };
    await send(this.#parts.targets, dispatch);
    return { outcome: "done" };
  }

  async #failed(attempt: Attempt, error: TargetError): Promise<WorkOutcome> {
    const { delivery, state, target } = attempt;
    const { clock, random } = this.#parts;
    const { retries } = state;
    const retry = error.retryable
      ? nextRetry(target.record, { ...delivery, retries }, clock.nowMs(), random)
      : { exhausted: null };
    // An attempt of its own, so that the function is invoked again.
    if ("atMs" in retry) return again(retry.atMs, { retries: retries + 1, requestId: random.uuid(), failure: null });
    return this.#sendDeadLetter(attempt, {
      code: failureCode(error),
      message: error.message,
      exhausted: retry.exhausted,
    });
  }

  async #sendDeadLetter(attempt: Attempt, failure: Failure): Promise<WorkOutcome> {
    const { delivery, state, rule, target } = attempt;
    const { arn: targetArn, deadLetterArn } = target.record;
    const reason = `${targetArn} did not take it (${failure.code}: ${failure.message})`;
    if (deadLetterArn === null) {
      this.#drop(rule.arn, delivery, reason);
      return { outcome: "done" };
    }
    const message = deadLetter({ ...failure, ...delivery, ruleArn: rule.arn, targetArn, retries: state.retries });
    try {
      await this.#parts.targets.sendMessage(deadLetterArn, message, senderOf(delivery, rule));
      return { outcome: "done" };
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      const atMs = error.retryable ? this.#nextDeadLetterMs(delivery) : undefined;
      if (atMs !== undefined) return again(atMs, { ...state, failure });
      const both = `${reason}, nor did its dead-letter queue ${deadLetterArn} (${error.message})`;
      this.#drop(rule.arn, delivery, both, error);
      return { outcome: "done" };
    }
  }

  /** When the dead-letter queue is asked again: now and then, for a day more than the event was to be delivered at most. */
  #nextDeadLetterMs({ ingestedAtMs }: Delivery): number | undefined {
    const nowMs = this.#parts.clock.nowMs();
    return nowMs - ingestedAtMs < DEAD_LETTER_AGE_MAX_MS ? nowMs + DEAD_LETTER_RETRY_MS : undefined;
  }

  #drop(arn: string, { eventId, target }: Delivery, reason: string, cause?: unknown): void {
    const drop = { ruleArn: arn, targetId: target, eventId, reason };
    this.#parts.onDropped(new EventDropped(drop, cause === undefined ? undefined : { cause }));
  }
}

const DEAD_LETTER_RETRY_MS = 60_000;
const DEAD_LETTER_AGE_MAX_MS = 2 * 24 * 60 * 60 * 1000;

function again(visibleAtMs: number, { retries, requestId, failure }: DeliveryState): WorkOutcome {
  return { outcome: "again", visibleAtMs, state: { retries, requestId, failure } };
}

function senderOf({ scope, traceHeader }: Delivery, rule: Rule): Sender {
  const trace = traceHeader === undefined ? {} : { traceHeader };
  return { principal: "events.amazonaws.com", sourceArn: rule.arn, scope, ...trace };
}
