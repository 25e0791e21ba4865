import type { Clock, Random, Targets } from "../../../base/index.ts";
import type { ClaimedWork } from "../../../store/index.ts";
import type { WorkOutcome } from "../../../work/index.ts";
import type { ScheduleDirectory } from "../schedules/schedule-directory.ts";
import { deadLetter } from "./dead-letter.ts";
import { type Attempt, deliver, failureOf, senderOf } from "./delivery.ts";
import { FiringLost } from "./firing-lost.ts";
import { afterFailure, ageMsMax, type AttemptFailure, backOffMs } from "./retry.ts";
import { type BegunFiring, decodeFiring, type FiringState } from "./scheduler-work.ts";

export interface FiringParts {
  readonly schedules: ScheduleDirectory;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of firings that are lost. */
  readonly onFailure: (error: unknown) => void;
}

/** As many attempts to reach a dead-letter queue as to reach a target; they take about a day. */
const DEAD_LETTER_ATTEMPTS_MAX = 185;

/** How far a firing has come, and when to go on with it. */
export interface FiringProgress {
  readonly state: FiringState;
  readonly atMs: number;
}

/** Tries firings again that did not succeed at once, and sends those that are given up to the dead-letter queue. */
export class FiringHandler {
  readonly #parts: FiringParts;

  constructor(parts: FiringParts) {
    this.#parts = parts;
  }

  async handle(work: ClaimedWork): Promise<WorkOutcome> {
    const firing = decodeFiring(work);
    // Written by this handler and by `PlanHandler` alone.
    const state = work.state as FiringState;
    if (state.isOver) return await this.#giveUp(firing, state);
    const { targets, clock } = this.#parts;
    if (clock.nowMs() > firing.fireAtMs + ageMsMax(firing.target.RetryPolicy))
      return await this.#giveUp(firing, { ...state, isOver: true, exhausted: "MaximumEventAgeInSeconds" });
    const failure = await deliver(targets, attemptOf(firing, state.attempts + 1));
    if (failure === undefined) return await this.#finish(firing);
    const { state: next, atMs } = this.after(failure, firing, state.attempts + 1);
    return next.isOver ? await this.#giveUp(firing, next) : { outcome: "again", visibleAtMs: atMs, state: next };
  }

  /** How far a firing has come when an attempt has failed, and when to go on with it. */
  after(
    failure: AttemptFailure,
    { fireAtMs, target }: Pick<BegunFiring, "fireAtMs" | "target">,
    attempts: number,
  ): FiringProgress {
    const { clock, random } = this.#parts;
    const nowMs = clock.nowMs();
    const decision = afterFailure(failure, { attempts, fireAtMs, nowMs }, target.RetryPolicy, random);
    const error = { attempts, errorCode: failure.code, errorMessage: failure.message, deadLetterAttempts: 0 };
    if (decision.kind === "retry") return { state: { ...error, isOver: false, exhausted: null }, atMs: decision.atMs };
    return { state: { ...error, isOver: true, exhausted: decision.exhausted }, atMs: nowMs };
  }

  /** A firing that came too late to be attempted at all. */
  expired(): FiringProgress {
    const state: FiringState = {
      attempts: 0,
      errorCode: "MaximumEventAgeExceeded",
      errorMessage: "The firing could not be attempted before it reached its maximum age.",
      isOver: true,
      exhausted: "MaximumEventAgeInSeconds",
      deadLetterAttempts: 0,
    };
    return { state, atMs: this.#parts.clock.nowMs() };
  }

  async #giveUp(firing: BegunFiring, state: FiringState): Promise<WorkOutcome> {
    const { targets, clock, random } = this.#parts;
    const queue = firing.target.DeadLetterConfig?.Arn;
    const attempt = attemptOf(firing, Math.max(1, state.attempts));
    if (queue === undefined) return await this.#lose(firing, `${state.errorCode}: ${state.errorMessage}`);
    try {
      await targets.sendMessage(queue, deadLetter(attempt, state), senderOf(attempt));
    } catch (error) {
      const { code, message, isRetryable } = failureOf(error);
      const deadLetterAttempts = state.deadLetterAttempts + 1;
      if (!isRetryable || deadLetterAttempts >= DEAD_LETTER_ATTEMPTS_MAX)
        return await this.#lose(firing, `its dead-letter queue ${queue} does not take it: ${code}: ${message}`);
      const visibleAtMs = clock.nowMs() + backOffMs(deadLetterAttempts, random);
      return { outcome: "again", visibleAtMs, state: { ...state, deadLetterAttempts } };
    }
    return await this.#finish(firing);
  }

  async #lose(firing: BegunFiring, reason: string): Promise<WorkOutcome> {
    this.#parts.onFailure(new FiringLost(firing.scheduleArn, firing.dueMs, reason));
    return await this.#finish(firing);
  }

  async #finish({ isLast, key, generation }: BegunFiring): Promise<WorkOutcome> {
    if (!isLast) return { outcome: "done" };
    const schedule = await this.#parts.schedules.find(key);
    if (schedule?.generation === generation) await this.#parts.schedules.removeUnchanged(schedule);
    return { outcome: "done" };
  }
}

function attemptOf({ scheduleArn, key, generation, target, dueMs }: BegunFiring, attempt: number): Attempt {
  const [accountId = "", region = ""] = key.split("/");
  return { scheduleArn, scope: { accountId, region }, generation, target, dueMs, attempt };
}
