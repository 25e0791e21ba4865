import type { Clock, FactBus, Random, Scope } from "../base/index.ts";
import { ACCOUNT_CONCURRENCY, INIT_TIMEOUT_MS } from "../base/index.ts";
import type { RoleCredentials } from "../runtime-api/index.ts";
import type { SandboxDriver } from "../sandbox/index.ts";
import { Admission } from "./admission/admission.ts";
import { ConcurrencyRegistry } from "./admission/concurrency-registry.ts";
import type { EnvironmentParts } from "./environment/environment-parts.ts";
import { Invocation } from "./environment/invocation.ts";
import type { AdmissionFact, InvokeFact } from "./facts.ts";
import type { InvocationRequest, InvocationResult, Invoker, ProvisionedState } from "./invoker.ts";
import { InvokeError } from "./invoker.ts";
import type { LaunchSpec } from "./launch-spec.ts";
import { BootGate } from "./pool/boot-gate.ts";
import { EnvironmentCensus } from "./pool/environment-census.ts";
import { FunctionPool, type PoolParts } from "./pool/function-pool.ts";
import type { PoolState } from "./pool/pool-state.ts";
import type { StemFact, StemState } from "./stems/stem-facts.ts";
import { StemPool } from "./stems/stem-pool.ts";
import { stemsMaxOf } from "./stems/stems-max.ts";
import { STREAM_LIMITS, type StreamLimits } from "./streaming/stream-limits.ts";
import type { StreamedResponse } from "./streaming/streamed-response.ts";
import type { TraceFact } from "./traces/trace-fact.ts";
import { TraceSampler } from "./traces/trace-sampler.ts";
import { StreamingCall, type StreamReceiver } from "./streaming/streaming-call.ts";

export interface InvokerOptions {
  readonly driver: SandboxDriver;
  readonly facts: FactBus<InvokeFact>;
  /** Where what happens at the door is told; without it nothing is spent on that. */
  readonly admissions?: FactBus<AdmissionFact>;
  /** Where it is told what functions send to the X-Ray daemon; without it that is thrown away. */
  readonly traces?: FactBus<TraceFact>;
  readonly clock: Clock;
  readonly random: Random;
  /** Credentials of the execution role, minted for each start of a runtime. */
  readonly credentials: (spec: LaunchSpec) => RoleCredentials;
  /** Told of faults that no caller waits for, such as a sandbox that cannot be frozen or destroyed. */
  readonly onFault: (error: unknown, environmentId: string) => void;
  /** Environments, stem cells included, that may exist on this machine at once. Default: 1,000. */
  readonly environmentsMax?: number;
  /** Environments that boot at once because requests wait for them: about as many as the processors can boot. Default: any number. */
  readonly bootsMax?: number;
  /** Events in flight per account and region. Default: 1,000 (AWS Lambda quotas). */
  readonly accountConcurrency?: number;
  /** How long an idle environment is kept. Default: 10 minutes. */
  readonly keepAliveMs?: number;
  /** The age at which an environment makes place for another, however busy it is; at most. Default: 8 hours. */
  readonly lifetimeMs?: number;
  /** How long an environment is idle before it is frozen; `false` never freezes. Default: 1 second. */
  readonly freezeDelayMs?: number | false;
  /** Time limit of the init phase of environments made on demand. Default: 10 seconds. */
  readonly initTimeoutMs?: number;
  /** Of provisioned ones. Default: that of the function, but 130 to 900 seconds. */
  readonly provisionedInitTimeoutMs?: number;
  /** Runtimes that wait for a function, at most; the process tier has none. Default: 0. */
  readonly stemsMax?: number;
  /** The share of the machine's memory that is available, which decides whether any may wait. Default: all of it. */
  readonly freeMemoryShare?: () => number;
  /** The share of the machine's processor time that nobody wants, which decides when they are made ready. Default: all of it. */
  readonly freeProcessorShare?: () => number;
  /** Where it is told what becomes of them. */
  readonly stemFacts?: FactBus<StemFact>;
  /** Of streamed responses. Default: those of AWS. */
  readonly streamLimits?: StreamLimits;
}

/** The invoker of this machine, and what it keeps ready. */
export interface LocalInvoker extends Invoker {
  readonly stems: StemState;
  /** What there is for each version of a function, those that are being given up included. */
  readonly pools: readonly PoolState[];
}

/** The data plane: runs launch specs in sandboxes. See `environment/environment-state.ts` for how an environment lives. */
export function createInvoker(options: InvokerOptions): LocalInvoker {
  return new PooledInvoker(options);
}

type Settled = (result: InvocationResult | InvokeError) => void;

const KEEP_ALIVE_MS = 600_000;
/** Shorter than the sessions of execution roles last, so that no function outlives its credentials. */
const LIFETIME_MS = 8 * 3_600_000;
const FREEZE_DELAY_MS = 1_000;
/** Provisioned environments that boot at once. */
const PROVISIONED_BOOTS_MAX = 8;

class PooledInvoker implements LocalInvoker {
  readonly #stems: StemPool;
  readonly #parts: EnvironmentParts;
  readonly #sampler: TraceSampler;
  readonly #admissions: FactBus<AdmissionFact> | undefined;
  readonly #census: EnvironmentCensus;
  readonly #gates: PoolParts["gates"];
  readonly #concurrency: ConcurrencyRegistry;
  readonly #streamLimits: StreamLimits;
  /** By hash, and by tenant where there are any; retired pools live on in `#ending` until they are empty. */
  readonly #pools = new Map<string, FunctionPool>();
  readonly #ending = new Set<FunctionPool>();
  #isStopping = false;
  #onEmpty: (() => void) | undefined;

  constructor(options: InvokerOptions) {
    const freezeDelayMs = options.freezeDelayMs ?? FREEZE_DELAY_MS;
    this.#census = new EnvironmentCensus(options.environmentsMax ?? ACCOUNT_CONCURRENCY, () => this.#stems.crowd());
    this.#stems = stemPool(options, this.#census);
    this.#parts = {
      ...options,
      stems: this.#stems,
      keepAliveMs: options.keepAliveMs ?? KEEP_ALIVE_MS,
      lifetimeMs: options.lifetimeMs ?? LIFETIME_MS,
      freezeDelayMs: freezeDelayMs === false ? undefined : freezeDelayMs,
      initTimeoutMs: options.initTimeoutMs ?? INIT_TIMEOUT_MS,
      provisionedInitTimeoutMs: options.provisionedInitTimeoutMs,
    };
    this.#sampler = new TraceSampler(options.clock, options.random);
    this.#admissions = options.admissions;
    this.#streamLimits = options.streamLimits ?? STREAM_LIMITS;
    this.#gates = {
      demand: new BootGate(options.bootsMax ?? Number.POSITIVE_INFINITY),
      provisioned: new BootGate(PROVISIONED_BOOTS_MAX),
    };
    this.#concurrency = new ConcurrencyRegistry(options.accountConcurrency ?? ACCOUNT_CONCURRENCY, options.clock);
  }

  invoke(spec: LaunchSpec, request: InvocationRequest): Promise<InvocationResult> {
    return new Promise((resolve, reject) => {
      this.#submit(spec, request, (result) => {
        if (result instanceof InvokeError) reject(result);
        else resolve(result);
      });
    });
  }

  get stems(): StemState {
    return this.#stems.state;
  }

  get pools(): readonly PoolState[] {
    return [...this.#pools.values(), ...this.#ending].map((pool) => pool.state);
  }

  async invokeStreaming(spec: LaunchSpec, request: InvocationRequest): Promise<StreamedResponse> {
    const call = new StreamingCall(spec.version, this.#parts.clock, this.#streamLimits);
    this.#submit(spec, request, (result) => call.settle(result), call);
    return call.response;
  }

  /** Throws when the event is not let in; otherwise `settled` is called once. */
  #submit(spec: LaunchSpec, request: InvocationRequest, settled: Settled, receiver?: StreamReceiver): void {
    if (this.#isStopping) throw new InvokeError("stopping", "The server is stopping; try again when it is back.");
    const pool = this.#pool(spec, request.tenantId);
    const draw = pool.enter(request.isAsynchronous !== true);
    const traceId = this.#sampler.header(spec, request.traceId);
    const release: Settled = (result) => {
      pool.leave(draw);
      settled(result);
    };
    pool.submit(new Invocation(request, spec.version, traceId, draw, release, receiver));
  }

  reserve(scope: Scope, functionName: string, concurrency: number | undefined): void {
    this.#concurrency.of(scope, functionName).reserve(concurrency);
  }

  provision(spec: LaunchSpec, count: number, changed: () => void): void {
    if (this.#isStopping || (count === 0 && !this.#pools.has(spec.hash))) return;
    this.#pool(spec).provision(count, changed);
  }

  provisioned(specHash: string): ProvisionedState | undefined {
    return this.#pools.get(specHash)?.provisioned;
  }

  retire(specHash: string): void {
    for (const [key, pool] of this.#pools) {
      if (key !== specHash && !key.startsWith(poolKey(specHash, ""))) continue;
      this.#pools.delete(key);
      this.#ending.add(pool);
      pool.retire();
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    for (const key of this.#pools.keys()) this.retire(key);
    await Promise.all([this.#emptied(graceMs), this.#stems.close()]);
  }

  async #emptied(graceMs: number): Promise<void> {
    if (this.#ending.size === 0) return;
    const emptied = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    const late = this.#parts.clock.after(graceMs, () => this.#abort(), { keepAlive: true });
    await emptied;
    late.cancel();
  }

  #abort(): void {
    for (const pool of this.#ending) pool.abort();
  }

  #pool(spec: LaunchSpec, tenantId?: string): FunctionPool {
    const key = poolKey(spec.hash, tenantId);
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const { scope, functionName } = spec;
    const concurrency = this.#concurrency.of(scope, functionName);
    const pool: FunctionPool = new FunctionPool({
      spec,
      environments: this.#parts,
      census: this.#census,
      gates: this.#gates,
      admission: new Admission(spec, concurrency, this.#parts.clock, this.#admissions),
      onEmpty: () => this.#poolEmptied(key, pool),
    });
    this.#pools.set(key, pool);
    return pool;
  }

  #poolEmptied(key: string, pool: FunctionPool): void {
    if (this.#pools.get(key) === pool) this.#pools.delete(key);
    if (this.#ending.delete(pool) && this.#ending.size === 0) this.#onEmpty?.();
  }
}

/** Tenants have pools of their own, so that they share no environment, be it idle or about to boot. */
function poolKey(specHash: string, tenantId: string | undefined): string {
  return tenantId === undefined ? specHash : `${specHash}/${tenantId}`;
}

function stemPool(
  { freeMemoryShare, freeProcessorShare, stemFacts, ...parts }: InvokerOptions,
  census: EnvironmentCensus,
): StemPool {
  return new StemPool({
    driver: parts.driver,
    clock: parts.clock,
    random: parts.random,
    onFault: parts.onFault,
    max: stemsMaxOf(parts),
    freeMemoryShare: freeMemoryShare ?? (() => 1),
    freeProcessorShare: freeProcessorShare ?? (() => 1),
    roomLeft: () => census.roomLeft,
    ...(stemFacts === undefined ? {} : { facts: stemFacts }),
  });
}
