import { createHash } from "node:crypto";
import type { ClaimedWork, NewWork } from "../../../store/index.ts";
import type { SchedulerModel } from "../../../wire/index.ts";
import { SCHEDULER_QUEUE } from "./queues.ts";

/**
 * Plans are spread over lanes so that many that are due at once are begun side by side, and so that memory does not grow
 * with schedules. What is retried is apart from them: a target that fails holds up no firing.
 */
const LANES = 64;

/** A firing to come. There is one of a schedule at a time, and it puts the next with its own settlement. */
export interface PlannedFiring {
  readonly key: string;
  readonly generation: string;
  readonly dueMs: number;
  /** Later than `dueMs` within a flexible time window. */
  readonly fireAtMs: number;
}

/** A firing that has begun and did not succeed at once. */
export interface BegunFiring {
  readonly scheduleArn: string;
  readonly key: string;
  readonly generation: string;
  readonly target: SchedulerModel.Target;
  readonly dueMs: number;
  readonly fireAtMs: number;
  /** Whether the schedule is to be forgotten when this is over. */
  readonly isLast: boolean;
}

/** How far a begun firing has come. */
export type FiringState = {
  /** Attempts that failed. */
  readonly attempts: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  /** Set when there will be no further attempt, and the firing is to go to the dead-letter queue. */
  readonly isOver: boolean;
  readonly exhausted: "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" | null;
  /** Attempts to reach the dead-letter queue. */
  readonly deadLetterAttempts: number;
};

/** The schedules of a group that is being deleted. */
export interface GroupDeletion {
  readonly accountId: string;
  readonly region: string;
  readonly group: string;
}

/** What a piece of work is, by its lane. */
export type WorkKind = "plan" | "firing" | "group";

export function workKind({ lane }: Pick<ClaimedWork, "lane">): WorkKind {
  if (lane.startsWith("plan/")) return "plan";
  return lane.startsWith("firing/") ? "firing" : "group";
}

/** A planned firing as work, to be looked at when `visibleAtMs` is there. */
export function planWork(plan: PlannedFiring, visibleAtMs: number): NewWork {
  return {
    queue: SCHEDULER_QUEUE,
    lane: `plan/${laneNumber(plan.key)}`,
    id: `plan/${plan.generation}/${plan.dueMs}`,
    visibleAtMs,
    state: null,
    payload: encode(plan),
  };
}

export function firingWork(firing: BegunFiring, state: FiringState, visibleAtMs: number): NewWork {
  return {
    queue: SCHEDULER_QUEUE,
    lane: `firing/${laneNumber(firing.target.Arn)}`,
    id: `firing/${firing.generation}/${firing.dueMs}`,
    visibleAtMs,
    state,
    payload: encode(firing),
  };
}

export function groupWork(deletion: GroupDeletion, nowMs: number): NewWork {
  const { accountId, region, group } = deletion;
  return {
    queue: SCHEDULER_QUEUE,
    lane: "group",
    id: `group/${accountId}/${region}/${group}`,
    visibleAtMs: nowMs,
    state: null,
    payload: encode(deletion),
  };
}

/** What was encoded; which of these it is, the lane tells. Written by this service alone. */
export const decodePlan = (work: ClaimedWork): PlannedFiring => decode(work) as PlannedFiring;
export const decodeFiring = (work: ClaimedWork): BegunFiring => decode(work) as BegunFiring;
export const decodeGroup = (work: ClaimedWork): GroupDeletion => decode(work) as GroupDeletion;

function decode({ payload }: ClaimedWork): unknown {
  return JSON.parse(Buffer.from(payload).toString());
}

/** Sixteen hexadecimal digits, or more, that are the same whenever the same things are asked about. */
export function digest(...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(parts.join("/")).digest("hex");
}

function encode(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function laneNumber(key: string): string {
  const number = Number.parseInt(digest(key).slice(0, 8), 16) % LANES;
  return String(number).padStart(2, "0");
}
