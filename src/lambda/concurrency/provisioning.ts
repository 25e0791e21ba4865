import type { Invoker, LaunchSpec } from "../../invoke/index.ts";
import type { FunctionDirectory } from "../function-directory.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { LATEST } from "../function-name.ts";
import { RuntimeMissing } from "../launch-specs.ts";
import { type Allocation, type AllocationStatus, allocationStatus, isSettled, type Portion } from "./allocation.ts";
import type { ConcurrencyLedger } from "./concurrency-ledger.ts";
import { CONCURRENCY_MESSAGES } from "./concurrency-messages.ts";

/** Changes of a function that were not looked at yet. */
interface Pending {
  /** Rises with every change. */
  round: number;
  /** Versions and aliases whose configuration was changed, or made to point elsewhere, and in which round. */
  readonly qualifiers: Map<string, number>;
}

export interface ProvisioningPorts {
  readonly directory: FunctionDirectory;
  readonly invoker: Invoker;
  readonly ledger: ConcurrencyLedger;
  readonly report: (error: unknown) => void;
}

/**
 * Makes the data plane provision what the ledger says, for the versions to which aliases point at the time. When an
 * alias moves, the former version keeps its environments until those of the new one are ready.
 */
export class Provisioning {
  readonly #ports: ProvisioningPorts;
  /** By function key, then by version or alias. */
  readonly #allocations = new Map<string, ReadonlyMap<string, Allocation>>();
  /** Functions to be looked at; the others are at rest. */
  readonly #pending = new Map<string, Pending>();
  readonly #running = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(ports: ProvisioningPorts) {
    this.#ports = ports;
  }

  /**
   * Looks at a function again, soon.
   *
   * @param qualifiers whose configurations count as in progress, and are tried anew if they failed
   */
  follow(functionKey: string, qualifiers: readonly string[] = []): void {
    const isKnown = this.#allocations.has(functionKey) || this.#ports.ledger.provisioned(functionKey).size > 0;
    if (this.#isStopped || !isKnown) return;
    const pending = this.#pending.get(functionKey) ?? { round: 0, qualifiers: new Map() };
    this.#pending.set(functionKey, pending);
    pending.round += 1;
    for (const qualifier of qualifiers) pending.qualifiers.set(qualifier, pending.round);
    if (this.#running.has(functionKey)) return;
    const run = this.#run(functionKey)
      .catch(this.#ports.report)
      .finally(() => this.#running.delete(functionKey));
    this.#running.set(functionKey, run);
  }

  status(functionKey: string, qualifier: string): AllocationStatus {
    const allocation = this.#allocations.get(functionKey)?.get(qualifier);
    const isPending = this.#pending.get(functionKey)?.qualifiers.has(qualifier) === true;
    return allocationStatus(this.#ports.invoker, allocation, isPending);
  }

  /** Begins nothing new, and waits for what runs. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#running.values());
  }

  async #run(functionKey: string): Promise<void> {
    for (;;) {
      // Those who follow in the same turn are served together.
      await Promise.resolve();
      const pending = this.#pending.get(functionKey);
      if (pending === undefined || this.#isStopped) return;
      const { round } = pending;
      const allocations = await this.#plan(functionKey);
      this.#apply(functionKey, allocations, new Set(pending.qualifiers.keys()));
      for (const [qualifier, asked] of pending.qualifiers) if (asked <= round) pending.qualifiers.delete(qualifier);
      if (pending.round === round) this.#pending.delete(functionKey);
    }
  }

  async #plan(functionKey: string): Promise<ReadonlyMap<string, Allocation>> {
    const { directory, ledger } = this.#ports;
    const entry = await directory.find(functionKey);
    const planned = new Map<string, Allocation>();
    if (entry === undefined) return planned;
    for (const [qualifier, { requested }] of ledger.provisioned(functionKey)) {
      const former = this.#allocations.get(functionKey)?.get(qualifier);
      planned.set(qualifier, follows(former, await this.#portions(entry, qualifier, requested), requested));
    }
    return planned;
  }

  /** What a configuration asks for now; a text when it cannot be done. */
  async #portions(entry: FunctionEntry, qualifier: string, requested: number): Promise<readonly Portion[] | string> {
    const alias = await this.#ports.directory.alias(entry, qualifier);
    const version = alias?.version ?? qualifier;
    if (version === LATEST) return CONCURRENCY_MESSAGES["provisions-unpublished"][1];
    const second = Math.round(requested * (alias?.routing?.weight ?? 0));
    const wanted: readonly [string | undefined, number][] = [
      [version, requested - second],
      [alias?.routing?.version, second],
    ];
    const portions: Portion[] = [];
    for (const [number, count] of wanted) {
      const spec = number === undefined || count === 0 ? undefined : await this.#spec(entry, number);
      if (typeof spec === "string") return spec;
      if (spec !== undefined) portions.push({ spec, count });
    }
    return portions;
  }

  async #spec(entry: FunctionEntry, number: string): Promise<LaunchSpec | string> {
    const { directory } = this.#ports;
    const version = await directory.version(entry, number);
    if (version === undefined) return `Version ${number} does not exist.`;
    try {
      const spec = await directory.spec(entry, version);
      version.invoked = true;
      return spec;
    } catch (error) {
      if (!(error instanceof RuntimeMissing)) this.#ports.report(error);
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Tells the data plane, sums over all configurations, and lets go of what nothing asks for any more. */
  #apply(functionKey: string, allocations: ReadonlyMap<string, Allocation>, renewed: ReadonlySet<string>): void {
    const { invoker } = this.#ports;
    const former = [...(this.#allocations.get(functionKey)?.values() ?? [])];
    if (allocations.size === 0) this.#allocations.delete(functionKey);
    else this.#allocations.set(functionKey, allocations);
    const wanted = totals([...allocations.values()]);
    const changed = (): void => this.follow(functionKey);
    for (const { spec, count } of wanted.values()) {
      const state = invoker.provisioned(spec.hash);
      const isRenewed = state?.status === "failed" && uses(allocations, renewed, spec);
      if (state?.requested !== count || isRenewed) invoker.provision(spec, count, changed);
    }
    for (const [hash, { spec }] of totals(former)) if (!wanted.has(hash)) invoker.provision(spec, 0, () => undefined);
    this.#settle(functionKey);
  }

  /** Lets go of former versions whose successors are ready, or never will be. */
  #settle(functionKey: string): void {
    const { invoker } = this.#ports;
    const allocations = this.#allocations.get(functionKey);
    const done = [...(allocations ?? [])].filter(([, each]) => each.former.length > 0 && isSettled(invoker, each));
    if (allocations === undefined || done.length === 0) return;
    const settled = done.map(([qualifier, each]): [string, Allocation] => [qualifier, { ...each, former: [] }]);
    this.#apply(functionKey, new Map([...allocations, ...settled]), new Set());
  }
}

/** The allocation that comes after another: what served stays until what is new can. */
function follows(before: Allocation | undefined, portions: readonly Portion[] | string, requested: number): Allocation {
  if (typeof portions === "string") return { requested, portions: [], former: [], obstacle: portions };
  const hashes = new Set(portions.map(({ spec }) => spec.hash));
  const former = [...(before?.portions ?? []), ...(before?.former ?? [])].filter(({ spec }) => !hashes.has(spec.hash));
  return { requested, portions, former, obstacle: undefined };
}

function totals(allocations: readonly Allocation[]): ReadonlyMap<string, Portion> {
  const sums = new Map<string, Portion>();
  for (const { portions, former } of allocations)
    for (const { spec, count } of [...portions, ...former])
      sums.set(spec.hash, { spec, count: count + (sums.get(spec.hash)?.count ?? 0) });
  return sums;
}

function uses(
  allocations: ReadonlyMap<string, Allocation>,
  qualifiers: ReadonlySet<string>,
  spec: LaunchSpec,
): boolean {
  return [...qualifiers].some((qualifier) =>
    allocations.get(qualifier)?.portions.some((portion) => portion.spec.hash === spec.hash),
  );
}
