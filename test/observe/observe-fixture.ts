import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { FactBus, TestClock } from "../../src/base/index.ts";
import { renderLog } from "../../src/invoke/index.ts";
import type { EnvironmentIdentity, InvokeFact, LogFormat } from "../../src/invoke/index.ts";
import { observeLogs } from "../../src/observe/index.ts";
import type { LogsObserver } from "../../src/observe/index.ts";
import type { LogStore } from "../../src/store/index.ts";
import { openSqlite } from "../../src/store/sqlite/index.ts";

const scope = { accountId: "000000000000", region: "eu-west-1" };

export function environment(functionName: string, format: LogFormat = "Text"): EnvironmentIdentity {
  return {
    environmentId: `${functionName}-1`,
    logStream: "2026/01/02/[$LATEST]0123456789abcdef0123456789abcdef",
    spec: {
      hash: functionName,
      scope,
      functionName,
      version: "$LATEST",
      functionArn: `arn:aws:lambda:eu-west-1:000000000000:function:${functionName}`,
      handler: "index.handler",
      runtime: {
        name: "nodejs22.x",
        mounts: [],
        bootstraps: [],
        environment: {},
        version: "nodejs:22.v1",
        versionHash: "0".repeat(64),
      },
      codeFolder: "/",
      layersFolder: undefined,
      environment: {},
      timeoutMs: 3_000,
      memoryMib: 128,
      tmpMib: 512,
      roleArn: "arn:aws:iam::000000000000:role/x",
      tracing: "PassThrough",
      logging: {
        group: `/aws/lambda/${functionName}`,
        format,
        applicationLevel: format === "JSON" ? "INFO" : undefined,
        systemLevel: format === "JSON" ? "INFO" : undefined,
      },
    },
  };
}

/** Stands before the real store; decides of each append whether and when it gets there. */
export type Gate = () => Promise<void>;

export class Observed {
  readonly clock: TestClock = new TestClock();
  readonly failures: unknown[] = [];
  readonly facts: FactBus<InvokeFact> = new FactBus((error) => this.failures.push(error));
  /** Sizes of the appends that reached the store. */
  readonly appended: number[] = [];
  readonly #logs: LogStore;
  readonly observer: LogsObserver;

  constructor(logs: LogStore, gate: Gate, heldBytesMax: number | undefined) {
    this.#logs = logs;
    this.observer = observeLogs({
      facts: this.facts,
      logs: {
        append: async (batches, nowMs) => {
          await gate();
          await logs.append(batches, nowMs);
          this.appended.push(batches.reduce((sum, batch) => sum + batch.events.length, 0));
        },
      },
      clock: this.clock,
      render: renderLog,
      onFailure: (error) => this.failures.push(error),
      ...(heldBytesMax === undefined ? {} : { heldBytesMax }),
    });
  }

  say(from: EnvironmentIdentity, message: string): void {
    this.facts.emit({ type: "function", environment: from, timeMs: this.clock.nowMs(), message });
  }

  async messages(from: EnvironmentIdentity): Promise<readonly string[]> {
    const { group } = from.spec.logging;
    const events = await this.#logs.read(scope, group, { streams: [from.logStream], limit: 100_000 });
    return events.map((event) => event.message);
  }
}

/** An observer of its own over a real store in a folder of its own. */
export async function observe(
  context: TestContext,
  options: { gate?: Gate; heldBytesMax?: number; pagesMax?: number } = {},
): Promise<Observed> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-observe-"));
  const { pagesMax } = options;
  const clock = new TestClock();
  const stores = await openSqlite({ folder, clock, ...(pagesMax === undefined ? {} : { pagesMax }) });
  context.after(async () => {
    await stores.close();
    await rm(folder, { recursive: true });
  });
  return new Observed(stores.logs, options.gate ?? (async () => {}), options.heldBytesMax);
}
