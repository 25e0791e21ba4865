import type { Scope } from "../../../base/index.ts";
import type { ClaimedWork } from "../../../store/index.ts";
import type { WorkToPut } from "../../../work/index.ts";

/** Which rule fires. */
export interface Plan {
  readonly scope: Scope;
  readonly bus: string;
  readonly rule: string;
  /** That of the rule while the plan holds. */
  readonly scheduleId: string;
  /** Where a rate counts from, in epoch milliseconds. */
  readonly startMs: number;
}

/** Which firing is next. */
export interface PlanState {
  readonly dueAtMs: number;
}

export function planWork(lane: string, plan: Plan, dueAtMs: number): WorkToPut {
  const payload = new TextEncoder().encode(JSON.stringify(plan));
  return { lane, id: plan.scheduleId, state: { dueAtMs }, payload, visibleAtMs: dueAtMs };
}

/** Reads what `planWork` wrote. Throws when it was written by another version of Hearth. */
export function readPlan({ id, payload }: Pick<ClaimedWork, "id" | "payload">): Plan {
  const plan: unknown = JSON.parse(new TextDecoder().decode(payload));
  if (isPlan(plan)) return plan;
  throw new Error(`the scheduled firing ${id} was written by another version of Hearth`);
}

function isPlan(value: unknown): value is Plan {
  return typeof value === "object" && value !== null && "scheduleId" in value && "startMs" in value;
}

/** Throws as `readPlan` does. */
export function readPlanState({ id, state }: Pick<ClaimedWork, "id" | "state">): PlanState {
  if (isPlanState(state)) return state;
  throw new Error(`the scheduled firing ${id} was written by another version of Hearth`);
}

function isPlanState(value: unknown): value is PlanState {
  return typeof value === "object" && value !== null && "dueAtMs" in value && typeof value.dueAtMs === "number";
}
