import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { type Scope, systemRandom, TestClock } from "../../../src/base/index.ts";
import { createEventsService, type EventsService } from "../../../src/services/events/index.ts";
import { openSqlite, type SqliteStores } from "../../../src/store/sqlite/index.ts";
import type { EventsOperations, OperationContext } from "../../../src/wire/index.ts";
import { createWorker } from "../../../src/work/index.ts";
import { RecordingTargets } from "./recording-targets.ts";

type Input<Name extends keyof EventsOperations> = EventsOperations[Name]["input"];
type Output<Name extends keyof EventsOperations> = EventsOperations[Name]["output"];

/** An account of its own, so that tests share a store without seeing each other. */
export class Account {
  readonly scope: Scope;
  readonly #service: () => EventsService;

  constructor(service: () => EventsService, accountId: string, region = "eu-west-1") {
    this.scope = { accountId, region };
    this.#service = service;
  }

  async call<Name extends keyof EventsOperations>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const handler = (await this.#service().handlers())[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    return handler(input, this.#context());
  }

  /** e.g. `arn("sqs", "orders")`. */
  arn(service: string, name: string): string {
    return `arn:aws:${service}:${this.scope.region}:${this.scope.accountId}:${name}`;
  }

  /** Makes a rule for events of that source, with targets by id. */
  async makeRule(
    name: string,
    source: string,
    targets: EventsOperations["PutTargets"]["input"]["Targets"],
    bus = "default",
  ): Promise<void> {
    const EventPattern = JSON.stringify({ source: [source] });
    await this.call("PutRule", { Name: name, EventBusName: bus, EventPattern });
    if (targets.length > 0) await this.call("PutTargets", { Rule: name, EventBusName: bus, Targets: targets });
  }

  /** Puts one event and answers its id. */
  async put(source: string, detail: unknown = {}, bus = "default"): Promise<string> {
    const entry = { Source: source, DetailType: "Test", Detail: JSON.stringify(detail), EventBusName: bus };
    const { Entries = [] } = await this.call("PutEvents", { Entries: [entry] });
    const id = Entries[0]?.EventId;
    if (id === undefined) throw new Error(`not accepted: ${Entries[0]?.ErrorMessage}`);
    return id;
  }

  in(region: string): Account {
    return new Account(this.#service, this.scope.accountId, region);
  }

  #context(): OperationContext {
    return {
      requestId: "00000000-0000-4000-8000-000000000000",
      scope: this.scope,
      caller: {
        accountId: this.scope.accountId,
        arn: `arn:aws:iam::${this.scope.accountId}:root`,
        userId: this.scope.accountId,
        accessKeyId: undefined,
      },
      headers: {},
      origin: "http://localhost:4566",
      signal: new AbortController().signal,
    };
  }
}

export interface EventsFixture {
  readonly clock: TestClock;
  readonly stores: SqliteStores;
  readonly targets: RecordingTargets;
  readonly drops: Error[];
  readonly faults: unknown[];
  readonly service: EventsService;
  newAccount(): Account;
  /** Ends the service and starts another over the same store. */
  restart(): Promise<void>;
}

class Fixture implements EventsFixture {
  readonly clock: TestClock;
  readonly stores: SqliteStores;
  readonly targets = new RecordingTargets();
  readonly drops: Error[] = [];
  readonly faults: unknown[] = [];
  service: EventsService;
  #accounts = 0;

  constructor(clock: TestClock, stores: SqliteStores) {
    this.clock = clock;
    this.stores = stores;
    this.service = this.#create();
  }

  newAccount(): Account {
    return new Account(() => this.service, String(++this.#accounts).padStart(12, "0"));
  }

  async restart(): Promise<void> {
    await this.service.stop(1000);
    this.service = this.#create();
    await this.service.start();
  }

  #create(): EventsService {
    const { clock, stores, targets } = this;
    return createEventsService({
      records: stores.records,
      logs: stores.logs,
      newWorker: (queue, handle) =>
        createWorker({ work: stores.work, queue, handle, clock, onFault: (fault) => this.faults.push(fault) }),
      targets,
      clock,
      random: systemRandom,
      onDropped: (drop) => this.drops.push(drop),
    });
  }
}

/**
 * The service over a real store in a folder of its own, for the tests of one file.
 *
 * @param limits `pagesMax` limits the database, which is as good as a full disk
 */
export function useEventsService(limits: { readonly pagesMax?: number } = {}): () => EventsFixture {
  let fixture: Fixture | undefined;
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "hearth-events-"));
    const clock = new TestClock();
    fixture = new Fixture(clock, await openSqlite({ folder, clock, ...limits }));
    await fixture.service.start();
  });
  after(async () => {
    await fixture?.service.stop(1000);
    await fixture?.stores.close();
    await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (fixture === undefined) throw new Error("the store is not open");
    return fixture;
  };
}

/** Waits until the condition holds; what it waits for happens in other threads, not on the test's clock. */
export async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error("what was waited for did not happen");
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
}
