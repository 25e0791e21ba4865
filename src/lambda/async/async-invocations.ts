import {
  ASYNC_REQUEST_BYTES_MAX,
  type Clock,
  type FactBus,
  newTraceHeader,
  type OutgoingInvocation,
  type Random,
  type Sender,
  TargetError,
  type Targets,
} from "../../base/index.ts";
import type { Invoker } from "../../invoke/index.ts";
import { type RecordStore, StoreFullError, type WorkQueue } from "../../store/index.ts";
import { createWorker, type Worker } from "../../work/index.ts";
import type { ConcurrencyLedger } from "../concurrency/concurrency-ledger.ts";
import type { FunctionDirectory } from "../function-directory.ts";
import { LATEST, parseFunctionArn } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import { invokedVersion } from "../invoked-version.ts";
import { jsonFault } from "../payload/json-payload.ts";
import type { AsyncFact, EventOwner } from "./async-facts.ts";
import { RETRY_DELAYS, type RetryDelays } from "./attempt-verdict.ts";
import { DELIVERY_QUEUE } from "./delivery.ts";
import { deliveryHandler } from "./delivery-handler.ts";
import { eventHandler } from "./event-handler.ts";
import { EventRuleBook } from "./event-rules.ts";
import type { EventState } from "./event-state.ts";

export interface AsyncPorts {
  readonly records: RecordStore;
  readonly directory: FunctionDirectory;
  readonly invoker: Invoker;
  readonly reservations: Pick<ConcurrencyLedger, "reserved">;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: (error: unknown) => void;
  readonly work: WorkQueue;
  readonly targets: Targets;
  readonly asyncFacts?: FactBus<AsyncFact> | undefined;
  readonly retryDelays?: RetryDelays | undefined;
}

/** An event that is to be accepted, for a function that is there. */
export interface NewEvent {
  readonly requestId: string;
  readonly payload: Uint8Array;
  readonly traceHeader: string | undefined;
  readonly tenantId?: string | undefined;
}

const EVENT_QUEUE = "lambda-event";
/** Twice what an account may have in flight, since a lane gets at most half. */
const EVENTS_MAX = 2_000;
const DELIVERIES_MAX = 200;

/** Events that are accepted now and done later, and what is told of them afterwards. */
export class AsyncInvocations {
  readonly ruleBook: EventRuleBook;
  readonly #ports: AsyncPorts;
  readonly #events: Worker;
  readonly #deliveries: Worker;

  constructor(ports: AsyncPorts) {
    this.#ports = ports;
    const { work, clock, report, asyncFacts, targets } = ports;
    const emit = (fact: AsyncFact): void => asyncFacts?.emit(fact);
    this.ruleBook = new EventRuleBook(ports.records);
    const attempts = { ...ports, ruleBook: this.ruleBook, delays: ports.retryDelays ?? RETRY_DELAYS, emit };
    this.#events = createWorker({
      work,
      queue: EVENT_QUEUE,
      handle: eventHandler(attempts),
      clock,
      onFault: report,
      concurrencyMax: EVENTS_MAX,
    });
    this.#deliveries = createWorker({
      work,
      queue: DELIVERY_QUEUE,
      handle: deliveryHandler({ targets, clock, emit, report }),
      clock,
      onFault: report,
      concurrencyMax: DELIVERIES_MAX,
    });
  }

  /** Resolves once the event is on the disk. An id that waits already is accepted and changes nothing. */
  async accept(owner: EventOwner, { requestId, payload, traceHeader, tenantId }: NewEvent): Promise<void> {
    const { clock, random, asyncFacts } = this.#ports;
    const state: EventState = {
      form: 1,
      qualifier: owner.qualifier ?? null,
      traceHeader: traceHeader ?? newTraceHeader(clock, random),
      tenantId: tenantId ?? null,
      attempts: 0,
      failures: 0,
      refusals: 0,
      last: null,
    };
    await this.#events.put([{ id: requestId, lane: functionKey(owner.scope, owner.functionName), state, payload }]);
    asyncFacts?.emit({ type: "async.received", timeMs: clock.nowMs(), ...owner });
  }

  /** Accepts an event that another room delivers to a function. Throws `TargetError`. See `Targets`. */
  async deliver(arn: string, { payload, requestId }: OutgoingInvocation, sender: Sender): Promise<void> {
    const { directory, random } = this.#ports;
    const reference = parseFunctionArn(arn);
    const entry = reference && (await directory.find(functionKey(reference.scope, reference.name)));
    const version = entry && (await invokedVersion(this.#ports, entry, reference?.qualifier ?? LATEST));
    if (reference === undefined || version === undefined)
      throw new TargetError("ResourceNotFoundException", `Function not found: ${arn}`, { retryable: false });
    refuseUnfit(payload);
    const { scope, name: functionName, qualifier } = reference;
    const event = { requestId: requestId ?? random.uuid(), payload, traceHeader: sender.traceHeader };
    try {
      await this.accept({ scope, functionName, qualifier }, event);
    } catch (error) {
      if (!(error instanceof StoreFullError)) throw error;
      throw new TargetError("ServiceException", error.message, { retryable: true, cause: error });
    }
  }

  /** A function was changed, or deleted, which ends its events. */
  functionChanged(key: string, isDeleted: boolean): void {
    this.ruleBook.changed(key);
    if (isDeleted) this.#events.drop(key).catch(this.#ports.report);
  }

  async start(): Promise<void> {
    await Promise.all([this.#events.start(), this.#deliveries.start()]);
  }

  /** Begins nothing new at once, and waits for what runs. */
  async stop(graceMs: number): Promise<void> {
    await Promise.all([this.#events.stop(graceMs), this.#deliveries.stop(graceMs)]);
  }
}

function refuseUnfit(payload: Uint8Array): void {
  if (payload.byteLength > ASYNC_REQUEST_BYTES_MAX) {
    const message = `${payload.byteLength} byte payload is too large for the Event invocation type (limit ${ASYNC_REQUEST_BYTES_MAX} bytes)`;
    throw new TargetError("RequestTooLargeException", message, { retryable: false });
  }
  const fault = jsonFault(payload);
  if (fault !== undefined) throw new TargetError("InvalidRequestContentException", fault, { retryable: false });
}
