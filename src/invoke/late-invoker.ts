import type { Scope } from "../base/index.ts";
import type { InvokerOptions, LocalInvoker } from "./create-invoker.ts";
import {
  type InvocationRequest,
  type InvocationResult,
  InvokeError,
  type Invoker,
  type ProvisionedState,
} from "./invoker.ts";
import type { LaunchSpec } from "./launch-spec.ts";
import type { PoolState } from "./pool/pool-state.ts";
import type { StemState } from "./stems/stem-facts.ts";
import { stemsMaxOf } from "./stems/stems-max.ts";
import type { StreamedResponse } from "./streaming/streamed-response.ts";

/** An invoker whose parts can be asked for ahead of the first event. */
export interface LateInvoker extends LocalInvoker {
  /** Loads it, unless that was done. Nobody needs to wait for it. */
  load(): Promise<void>;
}

/**
 * The data plane, loaded when it is needed first, so that a server without functions does not pay for it. What it is told
 * before that is kept and holds from its first event on; events that come while it is loaded wait, in their order.
 */
export function createLateInvoker(options: InvokerOptions): LateInvoker {
  return new LoadingInvoker(options);
}

class LoadingInvoker implements LateInvoker {
  readonly #options: InvokerOptions;
  /** The last word on each function, by its name and scope. */
  readonly #reservations = new Map<string, Parameters<Invoker["reserve"]>>();
  /** By the hash of the spec. */
  readonly #provisions = new Map<string, Parameters<Invoker["provision"]>>();
  #invoker: LocalInvoker | undefined;
  #loading: Promise<LocalInvoker> | undefined;
  #isStopped = false;

  constructor(options: InvokerOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    await this.#loaded();
  }

  #loaded(): Promise<LocalInvoker> {
    return (this.#loading ??= this.#start());
  }

  async #start(): Promise<LocalInvoker> {
    const { createInvoker } = await import("./create-invoker.ts");
    const invoker = createInvoker(this.#options);
    for (const reservation of this.#reservations.values()) invoker.reserve(...reservation);
    for (const provision of this.#provisions.values()) invoker.provision(...provision);
    this.#reservations.clear();
    this.#provisions.clear();
    this.#invoker = invoker;
    return invoker;
  }

  get stems(): StemState {
    return this.#invoker?.stems ?? { max: stemsMaxOf(this.#options), waiting: [], hits: 0, misses: 0 };
  }

  get pools(): readonly PoolState[] {
    return this.#invoker?.pools ?? [];
  }

  // Both without `async`, as a promise around a promise would cost every event some turns of the microtask queue.
  invoke(spec: LaunchSpec, request: InvocationRequest): Promise<InvocationResult> {
    if (this.#invoker !== undefined) return this.#invoker.invoke(spec, request);
    return this.#awaited().then((invoker) => invoker.invoke(spec, request));
  }

  invokeStreaming(spec: LaunchSpec, request: InvocationRequest): Promise<StreamedResponse> {
    if (this.#invoker !== undefined) return this.#invoker.invokeStreaming(spec, request);
    return this.#awaited().then((invoker) => invoker.invokeStreaming(spec, request));
  }

  /** Rejects with `InvokeError` once the server stops; one that is loaded says so itself. */
  async #awaited(): Promise<LocalInvoker> {
    if (this.#isStopped) throw stopped();
    return this.#loaded();
  }

  reserve(scope: Scope, functionName: string, concurrency: number | undefined): void {
    const { accountId, region } = scope;
    if (this.#invoker === undefined)
      this.#reservations.set(`${accountId}/${region}/${functionName}`, [scope, functionName, concurrency]);
    else this.#invoker.reserve(scope, functionName, concurrency);
  }

  provision(spec: LaunchSpec, count: number, changed: () => void): void {
    if (this.#invoker !== undefined) return this.#invoker.provision(spec, count, changed);
    if (this.#isStopped || (count === 0 && !this.#provisions.has(spec.hash))) return;
    this.#provisions.set(spec.hash, [spec, count, changed]);
    this.#loaded().catch((error: unknown) => this.#options.onFault(error, "the data plane"));
  }

  provisioned(specHash: string): ProvisionedState | undefined {
    if (this.#invoker !== undefined) return this.#invoker.provisioned(specHash);
    const provision = this.#provisions.get(specHash);
    if (provision === undefined) return undefined;
    return { requested: provision[1], allocated: 0, available: 0, status: "in-progress", failure: undefined };
  }

  retire(specHash: string): void {
    this.#provisions.delete(specHash);
    this.#invoker?.retire(specHash);
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    await (await this.#loading)?.stop(graceMs);
  }
}

function stopped(): InvokeError {
  return new InvokeError("stopping", "The server is stopping; try again when it is back.");
}
