import { type Clock, functionArn, type Random } from "../../base/index.ts";
import { type InvocationResult, InvokeError, type Invoker, type LaunchSpec } from "../../invoke/index.ts";
import type { ClaimedWork } from "../../store/index.ts";
import type { WorkHandler, WorkOutcome } from "../../work/index.ts";
import type { ConcurrencyLedger } from "../concurrency/concurrency-ledger.ts";
import type { FunctionDirectory } from "../function-directory.ts";
import type { FunctionEntry, VersionEntry } from "../function-entry.ts";
import { LATEST } from "../function-name.ts";
import { recordScope } from "../function-record.ts";
import { chainedHeader, LOOP_INVOCATIONS_MAX } from "../invocation/lineage.ts";
import { invokedVersion } from "../invoked-version.ts";
import { RuntimeMissing } from "../launch-specs.ts";
import type { AsyncFact, EventOwner, RecordedDrop } from "./async-facts.ts";
import { type AttemptResult, type RetryDelays, verdictOf } from "./attempt-verdict.ts";
import { deliveriesOf } from "./delivery.ts";
import type { EventRuleBook, EventRules } from "./event-rules.ts";
import { type EventState, type LastAnswer, readEventState } from "./event-state.ts";

export interface EventPorts {
  readonly directory: FunctionDirectory;
  readonly invoker: Invoker;
  readonly reservations: Pick<ConcurrencyLedger, "reserved">;
  readonly clock: Clock;
  readonly random: Random;
  readonly ruleBook: EventRuleBook;
  readonly delays: RetryDelays;
  readonly emit: (fact: AsyncFact) => void;
}

/** An event with everything that is known of it when it is attempted. */
interface Attempted {
  readonly work: ClaimedWork;
  readonly state: EventState;
  readonly owner: EventOwner;
  readonly entry: FunctionEntry;
  readonly version: VersionEntry;
  readonly rules: EventRules;
}

/** What the function, or what stood before it, made of an attempt. */
interface Came {
  readonly result: AttemptResult;
  readonly answer: LastAnswer | null;
  readonly reached: boolean;
}

/** More of an answer is not kept from one attempt to the next. */
const KEPT_CHARACTERS_MAX = 262_144;

/** Attempts events and decides what becomes of them; see `attempt-verdict.ts` for the rules. */
export function eventHandler(ports: EventPorts): WorkHandler {
  return async (work) => {
    const state = readEventState(work.id, work.state);
    const entry = ports.directory.peek(work.lane) ?? (await ports.directory.find(work.lane));
    const qualifier = state.qualifier ?? undefined;
    const version = entry && (await invokedVersion(ports, entry, qualifier));
    if (entry === undefined || version === undefined) return missing(ports, work, qualifier);
    const owner = { scope: recordScope(entry.record), functionName: entry.record.name, qualifier };
    const rules = await ports.ruleBook.rules(work.lane, qualifier);
    return attempt(ports, { work, state, owner, entry, version, rules });
  };
}

/** The function was deleted, or the version or alias: nothing says where a record of it should go. */
function missing(ports: EventPorts, { lane }: ClaimedWork, qualifier: string | undefined): WorkOutcome {
  const [accountId = "", region = "", functionName = ""] = lane.split("/");
  const owner = { scope: { accountId, region }, functionName, qualifier };
  ports.emit({ type: "async.dropped", why: "FunctionMissing", timeMs: ports.clock.nowMs(), ...owner });
  return { outcome: "done" };
}

async function attempt(ports: EventPorts, attempted: Attempted): Promise<WorkOutcome> {
  const { work, state, rules, version, entry, owner } = attempted;
  const startMs = ports.clock.nowMs();
  if (startMs - work.acceptedAtMs >= rules.ageMaxMs) return drop(ports, attempted, "EventAgeExceeded");
  if (ports.reservations.reserved(work.lane) === 0) return drop(ports, attempted, "ZeroReservedConcurrency");
  const spec = version.spec ?? (await compiled(ports, entry, version));
  if (spec === undefined) return decide(ports, attempted, { result: "system-failed", answer: null, reached: false });
  const { header, count } = chainedHeader(state.traceHeader, spec);
  if (count >= LOOP_INVOCATIONS_MAX && !(await ports.ruleBook.allowsLoops(work.lane))) {
    ports.emit({ type: "async.loop-stopped", timeMs: startMs, ...owner });
    return drop(ports, attempted, "RecursiveInvocation");
  }
  ports.emit({ type: "async.begun", ageMs: Math.max(0, startMs - work.acceptedAtMs), timeMs: startMs, ...owner });
  version.invoked = true;
  return decide(ports, attempted, await invoke(ports, attempted, spec, header), header);
}

/** Undefined when the machine cannot run it now. */
async function compiled(
  { directory }: EventPorts,
  entry: FunctionEntry,
  version: VersionEntry,
): Promise<LaunchSpec | undefined> {
  if (version.record.state !== "Active") return undefined;
  try {
    return await directory.spec(entry, version);
  } catch (error) {
    if (error instanceof RuntimeMissing) return undefined;
    throw error;
  }
}

async function invoke(ports: EventPorts, { work, state }: Attempted, spec: LaunchSpec, traceId: string): Promise<Came> {
  const { qualifier, tenantId } = state;
  try {
    const result = await ports.invoker.invoke(spec, {
      requestId: work.id,
      payload: work.payload,
      invokedFunctionArn: qualifier === null ? spec.functionArn : `${spec.functionArn}:${qualifier}`,
      tail: false,
      traceId,
      isAsynchronous: true,
      ...(tenantId === null ? {} : { tenantId }),
    });
    const failed = result.functionError !== undefined;
    return { result: failed ? "function-failed" : "succeeded", answer: answerOf(result), reached: true };
  } catch (error) {
    if (!(error instanceof InvokeError)) throw error;
    return { result: REFUSALS[error.code], answer: null, reached: false };
  }
}

const REFUSALS: Readonly<Record<InvokeError["code"], AttemptResult>> = {
  throttled: "throttled",
  "sandbox-unavailable": "system-failed",
  stopping: "stopping",
};

function answerOf({ payload, functionError, executedVersion }: InvocationResult): LastAnswer {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  return { statusCode: 200, executedVersion, functionError: functionError ?? null, payload: bytes.toString("utf8") };
}

function decide(ports: EventPorts, attempted: Attempted, came: Came, header?: string): WorkOutcome {
  const { work, rules, state: before } = attempted;
  const state: EventState = {
    ...before,
    attempts: before.attempts + (came.reached ? 1 : 0),
    last: came.answer ?? before.last,
  };
  const nowMs = ports.clock.nowMs();
  const given = { state: before, rules, delays: ports.delays, acceptedAtMs: work.acceptedAtMs, nowMs };
  const verdict = verdictOf(came.result, given);
  const after = { ...attempted, state };
  switch (verdict.verdict) {
    case "delivered":
      return end(ports, after, "Success", header);
    case "dropped":
      return drop(ports, after, verdict.why, header);
    case "again":
      break;
  }
  const { visibleAtMs, isThrottled, counts } = verdict;
  const { failures, refusals } = counts;
  return {
    outcome: "again",
    visibleAtMs,
    isThrottled,
    state: { ...state, failures, refusals, last: kept(state.last) },
  };
}

function kept(answer: LastAnswer | null): LastAnswer | null {
  return answer === null || (answer.payload?.length ?? 0) <= KEPT_CHARACTERS_MAX
    ? answer
    : { ...answer, payload: null };
}

function drop(ports: EventPorts, attempted: Attempted, why: RecordedDrop, header?: string): WorkOutcome {
  ports.emit({ type: "async.dropped", why, timeMs: ports.clock.nowMs(), ...attempted.owner });
  return end(ports, attempted, why, header);
}

function end(
  { clock, random }: EventPorts,
  { work, state, owner, entry, rules }: Attempted,
  condition: "Success" | RecordedDrop,
  header = state.traceHeader,
): WorkOutcome {
  const { deadLetterArn } = entry.record.latest.settings;
  if (rules.onSuccessArn === undefined && rules.onFailureArn === undefined && deadLetterArn === null)
    return { outcome: "done" };
  const ended = {
    requestId: work.id,
    functionArn: functionArn(owner.scope, owner.functionName, owner.qualifier ?? LATEST),
    condition,
    attempts: state.attempts,
    nowMs: clock.nowMs(),
    event: work.payload,
    answer: state.last ?? undefined,
    owner,
    traceHeader: header,
  };
  return { outcome: "done", following: deliveriesOf(ended, rules, deadLetterArn, random) };
}
