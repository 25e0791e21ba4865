import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { type Clock, FactBus, type Random, type Targets } from "../base/index.ts";
import {
  type AdmissionFact,
  createLateInvoker,
  type InvokeFact,
  type InvokerOptions,
  type LateInvoker,
  renderLog,
  type StemFact,
} from "../invoke/index.ts";
import { createLambda, type Lambda, type ObjectSource, type RetryDelays } from "../lambda/index.ts";
import { AdmissionCounters, observeLogs, StemCounters } from "../observe/index.ts";
import type { ServerPool } from "./admin/pool.ts";
import type { RuntimeCatalogue } from "../runtimes/index.ts";
import type { SandboxDriver } from "../sandbox/index.ts";
import { createEventsService } from "../services/events/index.ts";
import { createLogsService } from "../services/logs/index.ts";
import { createSnsService, type HttpEndpoints, type SnsService } from "../services/sns/index.ts";
import { createSchedulerService } from "../services/scheduler/index.ts";
import { createSqsService } from "../services/sqs/index.ts";
import type {
  LogStore,
  MergedFolderStore,
  MessageStore,
  PackageStore,
  RecordStore,
  WorkQueue,
} from "../store/index.ts";
import { type Authentication, createDispatcher, type Dispatcher } from "../wire/index.ts";
import { createWorker, type Worker, type WorkHandler } from "../work/index.ts";
import { ConnectedTargets } from "./connected-targets.ts";
import { freeProcessorShare } from "./free-processor-share.ts";

/** Part of a boot is waiting for the kernel. */
const BOOTS_PER_PROCESSOR = 2;

/** What the rooms are put together from: the adapters that were chosen, and the outside world. */
export interface WiringParts {
  readonly records: RecordStore;
  readonly logs: LogStore;
  readonly work: WorkQueue;
  readonly messages: MessageStore;
  readonly packages: PackageStore;
  readonly mergedFolders: MergedFolderStore;
  readonly driver: SandboxDriver;
  readonly runtimes: () => RuntimeCatalogue;
  readonly stemsMax: number;
  readonly authentication: Authentication;
  readonly objects: ObjectSource | undefined;
  readonly endpoints: HttpEndpoints;
  /** Writes to buckets; undefined where there is no such place. */
  readonly putObject: Targets["putObject"] | undefined;
  /** How long asynchronous events wait for their next attempt; as long as on AWS unless given. */
  readonly retryDelays: RetryDelays | undefined;
  readonly signingRoots: ReadonlySet<string>;
  readonly guestCredentials: InvokerOptions["credentials"];
  readonly clock: Clock;
  readonly random: Random;
  /** Told what goes wrong where no caller waits for an answer. */
  readonly report: (error: unknown) => void;
}

/** The rooms, put together. Nothing runs before `start`. */
export interface Rooms {
  readonly dispatcher: Dispatcher;
  readonly lambda: Lambda;
  readonly sns: SnsService;
  readonly pool: () => ServerPool;
  start(): Promise<void>;
  /** Waits for running invocations at most `graceMs`, then ends everything in the order of who needs whom. */
  stop(graceMs: number): Promise<void>;
}

/** How much of this machine the data plane may use for what nobody waits for yet. */
function machineLimits(clock: Clock): Pick<InvokerOptions, "freeMemoryShare" | "freeProcessorShare" | "bootsMax"> {
  return {
    freeMemoryShare: () => freemem() / totalmem(),
    freeProcessorShare: freeProcessorShare(clock, cpus),
    bootsMax: BOOTS_PER_PROCESSOR * availableParallelism(),
  };
}

/** The data plane, and what is counted and told of it. */
function wireInvoker(parts: WiringParts): {
  readonly invoker: LateInvoker;
  readonly facts: FactBus<InvokeFact>;
  readonly pool: () => ServerPool;
} {
  const { clock, random, report, driver } = parts;
  const facts = new FactBus<InvokeFact>(report);
  const admissions = new FactBus<AdmissionFact>(report);
  const stemFacts = new FactBus<StemFact>(report);
  const invoker = createLateInvoker({
    driver,
    facts,
    admissions,
    stemFacts,
    clock,
    random,
    credentials: parts.guestCredentials,
    onFault: report,
    stemsMax: parts.stemsMax,
    ...machineLimits(clock),
  });
  const door = new AdmissionCounters(admissions);
  const stems = new StemCounters(stemFacts);
  const pool = (): ServerPool => ({
    stems: { ...invoker.stems, shapes: stems.shapes },
    admissions: door.counts,
    functions: invoker.pools,
  });
  return { invoker, facts, pool };
}

export function wireRooms(parts: WiringParts): Rooms {
  const { clock, random, report, driver } = parts;
  const { invoker, facts, pool } = wireInvoker(parts);
  const targets = new ConnectedTargets();
  const lambda = createLambda({ ...parts, invoker, targets });
  targets.connect({ invokeFunction: lambda.invokeFunction });
  if (parts.putObject !== undefined) targets.connect({ putObject: parts.putObject });
  const logs = createLogsService({ logs: parts.logs, clock, onFailure: report });
  const events = createEventsService({ ...parts, targets, newWorker: newWorker(parts), onDropped: report });
  const sns = createSnsService({ ...parts, targets, newWorker: newWorker(parts) });
  const scheduler = createSchedulerService({ ...parts, targets, onFailure: report });
  const sqs = createSqsService({ ...parts, onFailure: report });
  targets.connect({ putEvent: events.putEvent, publish: sns.publish, sendMessage: sqs.sendMessage });
  /** Both at once, as who deploys is about to invoke. */
  const lambdaHandlers = async (): ReturnType<Lambda["handlers"]> => {
    const [handlers] = await Promise.all([lambda.handlers(), invoker.load()]);
    return handlers;
  };
  const services = [
    { service: "lambda", handlers: lambdaHandlers },
    { service: "events", handlers: events.handlers },
    { service: "logs", handlers: logs.handlers },
    { service: "scheduler", handlers: scheduler.handlers },
    { service: "sns", handlers: sns.handlers, unsigned: sns.unsigned },
    { service: "sqs", handlers: sqs.handlers },
    { service: "sts", handlers: async () => (await import("../services/sts/index.ts")).createStsService().handlers },
  ];
  const dispatcher = createDispatcher({
    services,
    authentication: parts.authentication,
    clock,
    random,
    onFailure: report,
  });
  const observer = observeLogs({ logs: parts.logs, clock, facts, render: renderLog, onFailure: report });
  return {
    dispatcher,
    lambda,
    sns,
    pool,
    start: async () => {
      await driver.sweep();
      // First, since events that a former server left may be delivered there at once.
      await sqs.start();
      await lambda.start();
      await events.start();
      await sns.start();
      logs.start();
      await scheduler.start();
      // The first event of a server that is started again finds everything there; nobody waits for it now.
      if (await lambda.hasFunctions()) lambdaHandlers().catch(report);
    },
    stop: async (graceMs) => {
      // Who begins events before the data plane, so that none is handed to one that stops; they wait for the same.
      const lambdaEvents = { stop: lambda.stopEvents };
      await Promise.all([events, scheduler, sns, lambdaEvents, invoker].map((room) => room.stop(graceMs)));
      await lambda.stop();
      await observer.stop();
      await sqs.stop();
      await logs.stop();
      await driver.close();
    },
  };
}

/** Makes the workers of services that deliver; what they deliver may be large, so there is not too much at once. */
function newWorker({ work, clock, report }: WiringParts): (queue: string, handle: WorkHandler) => Worker {
  const limits = { concurrencyMax: 256, laneConcurrencyMax: 64 };
  return (queue, handle) => createWorker({ work, queue, handle, clock, onFault: report, ...limits });
}
