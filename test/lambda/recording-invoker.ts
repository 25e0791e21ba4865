// Not a test: what the control plane has for a data plane in the tests of this folder.
import { Readable } from "node:stream";
import type { Scope } from "../../src/base/index.ts";
import type {
  InvocationRequest,
  InvocationResult,
  Invoker,
  LaunchSpec,
  ProvisionedState,
  StreamedResponse,
} from "../../src/invoke/index.ts";

/** Takes the place of the data plane: says what it was asked and answers what the test wants. */
export class RecordingInvoker implements Invoker {
  readonly invoked: { readonly spec: LaunchSpec; readonly request: InvocationRequest }[] = [];
  readonly retired: string[] = [];
  /** Reserved concurrency by region, account and function; provisioned environments by account, function and version. */
  readonly reserved: Map<string, number> = new Map();
  readonly provisions: Map<string, number> = new Map();
  readonly #states = new Map<string, ProvisionedState>();
  readonly #unfinished: (() => void)[] = [];
  /** How provisioning ends; `in-progress` is where it stays. */
  provisionedStatus: ProvisionedState["status"] = "ready";
  answer: () => Promise<Partial<InvocationResult>> = () => Promise.resolve({});
  /** What a streamed answer differs in. */
  streamed: Partial<StreamedResponse> = {};
  /** How many streamed answers their callers have left. */
  abandoned = 0;

  async invoke(spec: LaunchSpec, request: InvocationRequest): Promise<InvocationResult> {
    this.invoked.push({ spec, request });
    const silent = { functionError: undefined, executedVersion: spec.version, logTail: undefined };
    return { payload: Buffer.from("null"), ...silent, ...(await this.answer()) };
  }

  async invokeStreaming(spec: LaunchSpec, request: InvocationRequest): Promise<StreamedResponse> {
    this.invoked.push({ spec, request });
    const answer = await this.answer();
    return {
      executedVersion: spec.version,
      contentType: "text/plain",
      body: Readable.from([Buffer.from("a"), Buffer.from("b")]),
      completion: Promise.resolve({ failure: undefined, logTail: answer.logTail }),
      abandon: () => {
        this.abandoned += 1;
      },
      ...this.streamed,
    };
  }

  reserve({ region, accountId }: Scope, functionName: string, concurrency: number | undefined): void {
    const key = `${region}/${accountId}/${functionName}`;
    if (concurrency === undefined) this.reserved.delete(key);
    else this.reserved.set(key, concurrency);
  }

  provision(spec: LaunchSpec, count: number, changed: () => void): void {
    const key = `${spec.scope.accountId}/${spec.functionName}:${spec.version}`;
    if (count === 0) this.provisions.delete(key);
    else this.provisions.set(key, count);
    const status = this.provisionedStatus;
    const done = status === "ready" ? count : 0;
    const failure =
      status === "failed" ? ({ cause: "initialisation", message: "it ends at once" } as const) : undefined;
    this.#states.set(spec.hash, { requested: count, allocated: done, available: done, status, failure });
    if (status === "in-progress") this.#unfinished.push(() => this.provision(spec, count, changed));
    changed();
  }

  /** Ends provisioning that was in progress, so. */
  finishProvisioning(status: ProvisionedState["status"]): void {
    this.provisionedStatus = status;
    for (const finish of this.#unfinished.splice(0)) finish();
  }

  /** What a new server knows. */
  forgetProvisioning(): void {
    this.#states.clear();
  }

  provisioned(specHash: string): ProvisionedState | undefined {
    return this.#states.get(specHash);
  }

  retire(specHash: string): void {
    this.retired.push(specHash);
    this.#states.delete(specHash);
  }

  async stop(): Promise<void> {}
}
