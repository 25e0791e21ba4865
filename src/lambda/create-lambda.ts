import type { Targets } from "../base/index.ts";
import { StoreFullError } from "../store/index.ts";
import type { Handlers, LambdaOperations, OperationContext } from "../wire/index.ts";
import { Activation } from "./activation.ts";
import { AsyncInvocations } from "./async/async-invocations.ts";
import { type CodeLocations, createCodeLocations } from "./code-locations.ts";
import { CodeStorage } from "./code-storage.ts";
import { ConcurrencySettings } from "./concurrency/concurrency-settings.ts";
import type { ControlPlane, LambdaPorts } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import { FunctionDirectory } from "./function-directory.ts";
import { FUNCTION_KIND } from "./function-record.ts";
import { PackageCollector } from "./package-collector.ts";

/** The control plane of Lambda: what the wire calls, and its life cycle. */
export interface Lambda {
  /** Loads the operations; the rest of the room, which looks after what is deployed already, is there from the start. */
  readonly handlers: () => Promise<Handlers<LambdaOperations>>;
  /** Links to packages that GetFunction handed out, for whoever serves them. */
  readonly codeLocations: CodeLocations;
  /** Accepts events that other rooms deliver to functions. */
  readonly invokeFunction: Targets["invokeFunction"];
  /** Takes up what a former server left undone. To be called before the first request. */
  start(): Promise<void>;
  /** Whether anything was ever deployed here that is still there. */
  hasFunctions(): Promise<boolean>;
  /** Begins no more events at once, and waits at most `graceMs` for those that run. To be called before the data plane stops. */
  readonly stopEvents: (graceMs: number) => Promise<void>;
  /** Finishes what is being written and begins nothing new; what is left undone is on record. */
  stop(): Promise<void>;
}

/** Puts the control plane together. Nothing runs before `start`. */
export function createLambda(given: LambdaPorts): Lambda {
  const codeStorage = new CodeStorage(given.records, given.codeStorageBytesMax);
  const ports: LambdaPorts = { ...given, records: codeStorage.records };
  const directory: FunctionDirectory = new FunctionDirectory({
    ...ports,
    changed: (key, change) => {
      concurrency.functionChanged(key, change);
      asyncInvocations.functionChanged(key, change === undefined);
    },
  });
  const concurrency = new ConcurrencySettings({ ...ports, directory });
  const asyncInvocations = new AsyncInvocations({ ...ports, directory, reservations: concurrency.ledger });
  const collector = new PackageCollector(ports);
  const activation = new Activation({ ...ports, directory, collector });
  const codeLocations = createCodeLocations(ports.clock, ports.random);
  const plane: ControlPlane = {
    ...ports,
    directory,
    collector,
    activation,
    codeLocations,
    codeStorage,
    concurrency,
    asyncInvocations,
  };
  let loading: Promise<Handlers<LambdaOperations>> | undefined;
  const load = async (): Promise<Handlers<LambdaOperations>> =>
    answerFullDisk((await import("./handlers.ts")).lambdaHandlers(plane));
  return {
    handlers: () => (loading ??= load()),
    codeLocations,
    invokeFunction: (...event) => asyncInvocations.deliver(...event),
    async start() {
      await collector.start();
      await concurrency.start();
      await activation.start();
      await asyncInvocations.start();
    },
    hasFunctions: async () => (await ports.records.list(FUNCTION_KIND, { prefix: "", limit: 1 })).length > 0,
    stopEvents: (graceMs) => asyncInvocations.stop(graceMs),
    async stop() {
      await asyncInvocations.stop(0);
      await concurrency.stop();
      await activation.stop();
      await collector.stop();
    },
  };
}

type AnyHandler = (input: never, context: OperationContext) => Promise<unknown>;

function guarded(handler: AnyHandler): AnyHandler {
  return async (input, context) => {
    try {
      return await handler(input, context);
    } catch (error) {
      if (!(error instanceof StoreFullError)) throw error;
      throw lambdaError("disk-full", { reason: error.message }, { cause: error });
    }
  };
}

/** A full disk is answered in words that say so, whichever operation meets it. */
function answerFullDisk(handlers: Handlers<LambdaOperations>): Handlers<LambdaOperations> {
  // Invoke sees to it itself, and is called too often to be wrapped.
  const all = Object.entries(handlers).map(([name, handler]) => [name, name === "Invoke" ? handler : guarded(handler)]);
  return Object.fromEntries(all) as Handlers<LambdaOperations>;
}
