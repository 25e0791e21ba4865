import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Scope, systemRandom, TestClock } from "../../../src/base/index.ts";
import { createSchedulerService, type SchedulerService } from "../../../src/services/scheduler/index.ts";
import { openSqlite, type SqliteStores } from "../../../src/store/sqlite/index.ts";
import type { OperationContext, SchedulerModel, SchedulerOperations } from "../../../src/wire/index.ts";
import { JumpingClock } from "./jumping-clock.ts";
import { RecordingTargets } from "./recording-targets.ts";

type Input<Name extends keyof SchedulerOperations> = SchedulerOperations[Name]["input"];
type Output<Name extends keyof SchedulerOperations> = SchedulerOperations[Name]["output"];

/** 20 November 2026, 23:50 UTC. */
const START_MS = Date.UTC(2026, 10, 20, 23, 50);
const PATIENCE_MS = 15_000;
export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;

/** A service over a store that outlives it, as the process does not. */
export class SchedulerFixture {
  readonly clock: JumpingClock = new JumpingClock(START_MS);
  readonly targets: RecordingTargets = new RecordingTargets(() => this.clock.nowMs());
  readonly failures: unknown[] = [];
  readonly #folder: string;
  #stores: SqliteStores;
  #service: SchedulerService;
  #accounts = 0;

  private constructor(folder: string, stores: SqliteStores) {
    this.#folder = folder;
    this.#stores = stores;
    this.#service = this.#newService();
  }

  static async open(): Promise<SchedulerFixture> {
    const folder = await mkdtemp(join(tmpdir(), "hearth-scheduler-"));
    const fixture = new SchedulerFixture(folder, await openSqlite({ folder, clock: new TestClock(START_MS) }));
    await fixture.#service.start();
    return fixture;
  }

  get service(): SchedulerService {
    return this.#service;
  }

  newAccount(): Account {
    this.#accounts += 1;
    return new Account(this, { accountId: String(this.#accounts).padStart(12, "0"), region: "eu-west-1" });
  }

  /** The process ends, `downMs` pass, and another begins. */
  async restart(downMs: number): Promise<void> {
    await this.#service.stop(PATIENCE_MS);
    await this.clock.advance(downMs);
    this.#service = this.#newService();
    await this.#service.start();
  }

  async close(): Promise<void> {
    await this.#service.stop(PATIENCE_MS);
    await this.#stores.close();
    await rm(this.#folder, { recursive: true });
  }

  /** Lets time pass, a step at a time, giving the disk time to follow. */
  async pass(durationMs: number, stepMs: number): Promise<void> {
    for (let passed = 0; passed < durationMs; passed += stepMs) {
      await this.clock.advance(Math.min(stepMs, durationMs - passed));
      await pause(15);
    }
  }

  /** Waits until something is so, while time passes if `stepMs` is given. */
  async until(condition: () => boolean | Promise<boolean>, stepMs = 0): Promise<void> {
    for (const began = performance.now(); !(await condition());) {
      if (performance.now() - began > PATIENCE_MS) throw new Error("it did not come to pass");
      if (stepMs > 0) await this.clock.advance(stepMs);
      await pause(5);
    }
  }

  #newService(): SchedulerService {
    return createSchedulerService({
      ...this.#stores,
      targets: this.targets,
      clock: this.clock,
      random: systemRandom,
      onFailure: (error) => this.failures.push(error),
    });
  }
}

/** An account of its own, so that tests share a store without seeing each other. */
export class Account {
  readonly scope: Scope;
  readonly #fixture: SchedulerFixture;

  constructor(fixture: SchedulerFixture, scope: Scope) {
    this.#fixture = fixture;
    this.scope = scope;
  }

  get queue(): string {
    return this.arn("sqs", "jobs");
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.scope.region}:${this.scope.accountId}:${resource}`;
  }

  /** What CreateSchedule needs, sending to the queue. */
  settings(
    name: string,
    expression: string,
    target: Partial<SchedulerModel.Target> = {},
  ): SchedulerModel.CreateScheduleInput {
    return {
      Name: name,
      ScheduleExpression: expression,
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: this.queue, RoleArn: `arn:aws:iam::${this.scope.accountId}:role/r`, Input: name, ...target },
    };
  }

  async call<Name extends keyof SchedulerOperations>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const handler = (await this.#fixture.service.handlers())[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    return await handler(input, this.#context());
  }

  #context(): OperationContext {
    const { accountId } = this.scope;
    return {
      requestId: "00000000-0000-4000-8000-000000000000",
      scope: this.scope,
      caller: { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, accessKeyId: undefined },
      headers: {},
      origin: "http://localhost:4566",
      signal: new AbortController().signal,
    };
  }
}

/** One fixture for the tests of a file. */
export function useScheduler(): () => SchedulerFixture {
  let fixture: SchedulerFixture | undefined;
  before(async () => {
    fixture = await SchedulerFixture.open();
  });
  after(() => fixture?.close());
  return () => {
    if (fixture === undefined) throw new Error("the store is not open");
    return fixture;
  };
}
