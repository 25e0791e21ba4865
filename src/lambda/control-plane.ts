import type { Clock, FactBus, Random, Targets } from "../base/index.ts";
import type { Invoker } from "../invoke/index.ts";
import type { RuntimeCatalogue } from "../runtimes/index.ts";
import type { MergedFolderStore, PackageStore, RecordStore, WorkQueue } from "../store/index.ts";
import type { Handlers, LambdaOperations } from "../wire/index.ts";
import type { Activation } from "./activation.ts";
import type { AsyncFact } from "./async/async-facts.ts";
import type { AsyncInvocations } from "./async/async-invocations.ts";
import type { RetryDelays } from "./async/attempt-verdict.ts";
import type { CodeLocations } from "./code-locations.ts";
import type { CodeStorage } from "./code-storage.ts";
import type { ConcurrencySettings } from "./concurrency/concurrency-settings.ts";
import type { FunctionDirectory } from "./function-directory.ts";
import type { ObjectSource } from "./object-source.ts";
import type { PackageCollector } from "./package-collector.ts";

/** What the room is given by whoever puts the server together. */
export interface LambdaPorts {
  readonly records: RecordStore;
  readonly packages: PackageStore;
  /** The layers of functions, merged. */
  readonly mergedFolders: MergedFolderStore;
  /** What the machine can run now; asked anew each time, since runtimes can be installed while the server runs. */
  readonly runtimes: () => RuntimeCatalogue;
  readonly invoker: Invoker;
  /** Where events are kept that are accepted and not done yet, and what is to be told of them. */
  readonly work: WorkQueue;
  /** Where what became of events is told: destinations and dead-letter queues. */
  readonly targets: Targets;
  /** Where it is told what becomes of events, for metrics. */
  readonly asyncFacts?: FactBus<AsyncFact> | undefined;
  /** How long events wait for their next attempt; as long as on AWS unless given. */
  readonly retryDelays?: RetryDelays | undefined;
  /** Where code is fetched from that is given as an object in a bucket; undefined where there is no such place. */
  readonly objects?: ObjectSource | undefined;
  /** SHA-256 of the root certificates under which packages may be signed, beside those of AWS. */
  readonly signingRoots?: ReadonlySet<string> | undefined;
  /** Most code that an account and region may store; the quota of AWS unless given. */
  readonly codeStorageBytesMax?: number | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /** Told what goes wrong where no caller waits for an answer. */
  readonly report: (error: unknown) => void;
}

/** What the operations work with. */
export interface ControlPlane extends LambdaPorts {
  readonly directory: FunctionDirectory;
  readonly activation: Activation;
  readonly collector: PackageCollector;
  readonly codeLocations: CodeLocations;
  readonly codeStorage: CodeStorage;
  readonly concurrency: ConcurrencySettings;
  readonly asyncInvocations: AsyncInvocations;
}

/** The handler of one operation. */
export type LambdaHandler<Name extends keyof LambdaOperations> = NonNullable<Handlers<LambdaOperations>[Name]>;
