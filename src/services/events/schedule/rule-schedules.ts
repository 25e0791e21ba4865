import { type Clock, nextFiring, parseSchedule, type Random, RULE_GRAMMAR, type Scope } from "../../../base/index.ts";
import type { ClaimedWork, NewWork } from "../../../store/index.ts";
import type { Worker, WorkOutcome } from "../../../work/index.ts";
import { deliveryWork } from "../delivery/delivery-work.ts";
import { DELIVERY_QUEUE } from "../queues.ts";
import type { Directory } from "../directory/directory.ts";
import { ruleKey, type RuleRecord } from "../directory/rule-record.ts";
import type { Rule } from "../directory/rule.ts";
import { eventJson } from "../event/event-envelope.ts";
import { type Plan, planWork, readPlan, readPlanState } from "./plan-work.ts";

export interface RuleSchedulesParts {
  readonly directory: Directory;
  readonly worker: Pick<Worker, "put">;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Rules that fire by the clock. The next firing of each is a piece of durable work that becomes visible when it is due,
 * so nothing is looked at in between, and it survives a restart. A firing missed while the server was down is made up
 * for once.
 */
export class RuleSchedules {
  readonly #parts: RuleSchedulesParts;

  constructor(parts: RuleSchedulesParts) {
    this.#parts = parts;
  }

  /**
   * Plans the first firing of a rule that is about to be stored, unless it fires as before. Answers what the rule is to
   * be stored with; null for one that does not fire.
   */
  async plan(scope: Scope, record: RuleRecord, before: RuleRecord | undefined): Promise<string | null> {
    if (record.schedule === null || record.state === "DISABLED") return null;
    if (before !== undefined && before.schedule === record.schedule && before.scheduleId !== null)
      return before.scheduleId;
    const { clock, random, worker } = this.#parts;
    const scheduleId = random.uuid();
    const startMs = clock.nowMs();
    const dueAtMs = await nextOf(record.schedule, startMs, startMs);
    if (dueAtMs === undefined) return scheduleId;
    const { bus, name: rule } = record;
    const plan = { scope, bus, rule, scheduleId, startMs };
    await worker.put([planWork(ruleKey(scope, bus, rule), plan, dueAtMs)]);
    return scheduleId;
  }

  /** Fires a rule whose time has come, in one commit with the plan for its next firing. */
  async fire(work: ClaimedWork): Promise<WorkOutcome> {
    const plan = readPlan(work);
    const here = await this.#parts.directory.in(plan.scope);
    // Behind whatever changes there, since the rule that this plan was made for may be about to be stored.
    const rule = await here.change(() => Promise.resolve(here.buses.get(plan.bus)?.rules.get(plan.rule)));
    // The rule was deleted, disabled or given another schedule since.
    if (rule === undefined || rule.record.scheduleId !== plan.scheduleId || rule.record.schedule === null)
      return { outcome: "done" };
    const { dueAtMs } = readPlanState(work);
    const following = this.#deliveries(plan, rule, dueAtMs);
    const nextMs = await nextOf(rule.record.schedule, Math.max(dueAtMs, this.#parts.clock.nowMs()), plan.startMs);
    if (nextMs === undefined) return { outcome: "done", following };
    return { outcome: "again", visibleAtMs: nextMs, state: { dueAtMs: nextMs }, following };
  }

  #deliveries({ scope, bus, rule: name }: Plan, rule: Rule, dueAtMs: number): readonly NewWork[] {
    const { clock, random } = this.#parts;
    const nowMs = clock.nowMs();
    const eventId = random.uuid();
    const json = eventJson({
      id: eventId,
      detailType: "Scheduled Event",
      source: "aws.events",
      account: scope.accountId,
      timeMs: dueAtMs,
      region: scope.region,
      resources: [rule.arn],
      detailJson: "{}",
    });
    return [...rule.targets.keys()].map((target) => {
      const delivery = { scope, bus, rule: name, target, eventId, eventJson: json, ingestedAtMs: nowMs, hops: 0 };
      return { ...deliveryWork(delivery, random.uuid()), queue: DELIVERY_QUEUE, visibleAtMs: nowMs };
    });
  }
}

function nextOf(expression: string, afterMs: number, rateStartMs: number): Promise<number | undefined> {
  return nextFiring(parseSchedule(expression, RULE_GRAMMAR), { afterMs, timeZone: "UTC", rateStartMs });
}
