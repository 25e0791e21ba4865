import { type Clock, INIT_TIMEOUT_MS, type Random, type Timer } from "../base/index.ts";
import type { LaunchSpec } from "../invoke/index.ts";
import { everyRecord, type RecordChange, RecordConflict, type RecordStore } from "../store/index.ts";
import type { FunctionChange, FunctionDirectory } from "./function-directory.ts";
import type { FunctionEntry, VersionEntry } from "./function-entry.ts";
import {
  ACTIVATION_KIND,
  declaredSettings,
  type FailureReason,
  type FunctionRecord,
  usedPackages,
} from "./function-record.ts";
import { IMAGE_NOT_RUN } from "./images/image-code.ts";
import { RuntimeMissing } from "./launch-specs.ts";
import { PackageCollector } from "./package-collector.ts";
import type { PublishedVersion } from "./version-record.ts";

export interface ActivationPorts {
  readonly records: RecordStore;
  readonly directory: FunctionDirectory;
  readonly collector: PackageCollector;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: (error: unknown) => void;
}

/** How long to wait before trying again when the database refused the result, e.g. because the disk is full. */
const RETRY_MS = 1_000;

type Outcome = { readonly spec: LaunchSpec } | { readonly failure: FailureReason };

/**
 * Brings functions to what was declared: State from Pending to Active or Failed, LastUpdateStatus from InProgress to
 * Successful or Failed (AWS Lambda developer guide, "Lambda function states"). What is to be activated is on record, so
 * a server that was killed in between takes it up again.
 */
export class Activation {
  readonly #ports: ActivationPorts;
  readonly #timers = new Map<string, Timer>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(ports: ActivationPorts) {
    this.#ports = ports;
  }

  /** The change to write with a function that is to be activated; `begin` is called once it is written. */
  static mark(key: string): RecordChange {
    return { op: "put", kind: ACTIVATION_KIND, key, value: true };
  }

  static unmark(key: string): RecordChange {
    return { op: "delete", kind: ACTIVATION_KIND, key };
  }

  /** Takes up every activation that a former server did not finish. */
  async start(): Promise<void> {
    for await (const { key } of everyRecord(this.#ports.records, ACTIVATION_KIND, "")) this.begin(key);
  }

  /** Activates the function of this key as soon as what runs now has yielded. */
  begin(key: string, delayMs = 0): void {
    if (this.#stopped) return;
    this.#timers.get(key)?.cancel();
    const timer = this.#ports.clock.after(delayMs, () => {
      this.#timers.delete(key);
      const run = this.#run(key).finally(() => this.#running.delete(run));
      this.#running.add(run);
    });
    this.#timers.set(key, timer);
  }

  /** Calls off what has not begun, which stays on record, and waits for the rest. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) timer.cancel();
    await Promise.all(this.#running);
  }

  async #run(key: string): Promise<void> {
    try {
      const entry = await this.#ports.directory.find(key);
      if (entry !== undefined) await this.#activate(entry);
    } catch (error) {
      // Changed meanwhile, by a tag or a deletion: look again at once.
      if (error instanceof RecordConflict) return this.begin(key);
      this.#ports.report(error);
      this.begin(key, RETRY_MS);
    }
  }

  async #activate(entry: FunctionEntry): Promise<void> {
    const { directory, collector } = this.#ports;
    const { record } = entry;
    if (record.staged === null && record.latest.state !== "Pending") return;
    const outcome = await this.#compile(record);
    const change = this.#settle(entry, outcome);
    const released = usedPackages(record).filter((sha256) => !usedPackages(change.record).includes(sha256));
    await directory.replace(entry, {
      ...change,
      versions: await this.#settlePublished(entry, outcome),
      also: [Activation.unmark(entry.key), ...PackageCollector.unuse(released, entry.key)],
    });
    collector.release(released, drainMs(entry.latest));
  }

  async #compile(record: FunctionRecord): Promise<Outcome> {
    if (declaredSettings(record).code.image !== undefined) return { failure: IMAGE_NOT_RUN };
    try {
      return {
        spec: await this.#ports.directory.compile(record, { ...record.latest, settings: declaredSettings(record) }),
      };
    } catch (error) {
      if (error instanceof RuntimeMissing)
        return { failure: { code: "InvalidRuntime", text: `${error.message}. To change that: ${error.cure}` } };
      this.#ports.report(error);
      const text = error instanceof Error ? error.message : String(error);
      return { failure: { code: "InternalError", text: `The code could not be prepared: ${text}` } };
    }
  }

  /** The version that was published with what is activated; it shares code and configuration, hence the outcome. */
  async #settlePublished(entry: FunctionEntry, outcome: Outcome): Promise<readonly PublishedVersion[]> {
    const { publishing } = entry.record;
    const published = publishing === null ? undefined : await this.#ports.directory.version(entry, publishing);
    if (published === undefined) return [];
    const revisionId = this.#ports.random.uuid();
    if ("spec" in outcome) return [{ ...published.record, state: "Active", stateReason: null, revisionId }];
    return [{ ...published.record, state: "Failed", stateReason: outcome.failure, revisionId }];
  }

  #settle({ record }: FunctionEntry, outcome: Outcome): Pick<FunctionChange, "record" | "spec"> {
    const revisionId = this.#ports.random.uuid();
    const { latest } = record;
    if ("spec" in outcome)
      return {
        spec: outcome.spec,
        record: {
          ...record,
          latest: { ...latest, settings: declaredSettings(record), state: "Active", stateReason: null, revisionId },
          staged: null,
          publishing: null,
          lastUpdate: "Successful",
          lastUpdateReason: null,
        },
      };
    if (latest.state === "Pending")
      return {
        record: {
          ...record,
          latest: { ...latest, state: "Failed", stateReason: outcome.failure, revisionId },
          publishing: null,
        },
      };
    // Of a function that does not serve, what was declared last is kept: nothing is lost that could run.
    const kept = latest.state === "Failed" ? { settings: declaredSettings(record), stateReason: outcome.failure } : {};
    return {
      record: {
        ...record,
        latest: { ...latest, ...kept, revisionId },
        staged: null,
        publishing: null,
        lastUpdate: "Failed",
        lastUpdateReason: outcome.failure,
      },
    };
  }
}

/** How long code may still be in use after its function was changed or deleted: as long as a running invocation may last. */
export function drainMs({ invoked, record }: VersionEntry): number {
  return invoked ? record.settings.timeoutS * 1_000 + INIT_TIMEOUT_MS : 0;
}
