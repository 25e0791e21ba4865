import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import {
  type OutgoingInvocation,
  type OutgoingMessage,
  type Scope,
  type Sender,
  systemRandom,
  TestClock,
} from "../../../src/base/index.ts";
import { createSnsService, type EndpointRequest, type SnsService } from "../../../src/services/sns/index.ts";
import { openSqlite, type SqliteStores } from "../../../src/store/sqlite/index.ts";
import type { OperationContext, SnsOperations } from "../../../src/wire/index.ts";
import { createWorker } from "../../../src/work/index.ts";

type Input<Name extends keyof SnsOperations> = SnsOperations[Name]["input"];
type Output<Name extends keyof SnsOperations> = SnsOperations[Name]["output"];

/** What reached a queue, a function or an HTTP endpoint. */
export interface Arrival {
  /** ARN or URL. */
  readonly at: string;
  readonly body: string;
  readonly message?: OutgoingMessage;
  readonly invocation?: OutgoingInvocation;
  readonly request?: EndpointRequest;
  readonly sender?: Sender;
  readonly timeMs: number;
}

/** Answers, or throws, when the attempt of that number (from 0) at `at` comes; a number is the status of an endpoint. */
export type Behaviour = (attempt: number, body: string) => number | Promise<number>;

/** The world around the service: what arrives where, and how it is taken. */
export class Surroundings {
  readonly arrivals: Arrival[] = [];
  readonly attempts: { readonly at: string; readonly timeMs: number }[] = [];
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #clock: TestClock;

  constructor(clock: TestClock) {
    this.#clock = clock;
  }

  behave(at: string, behaviour: Behaviour): void {
    this.#behaviours.set(at, behaviour);
  }

  at(at: string): readonly Arrival[] {
    return this.arrivals.filter((arrival) => arrival.at === at);
  }

  bodies(at: string): readonly string[] {
    return this.at(at).map(({ body }) => body);
  }

  async take(arrival: Omit<Arrival, "timeMs">): Promise<number> {
    const timeMs = this.#clock.nowMs();
    const former = this.attempts.filter(({ at }) => at === arrival.at).length;
    this.attempts.push({ at: arrival.at, timeMs });
    const status = await (this.#behaviours.get(arrival.at)?.(former, arrival.body) ?? 200);
    if (status < 300) this.arrivals.push({ ...arrival, timeMs });
    return status;
  }
}

/** An account of its own, so that tests share a store without seeing each other. */
export class Account {
  readonly scope: Scope;
  readonly #service: () => SnsService;

  constructor(service: () => SnsService, accountId: string, region = "eu-west-1") {
    this.scope = { accountId, region };
    this.#service = service;
  }

  async call<Name extends keyof SnsOperations>(
    name: Name,
    input: Input<Name>,
    overrides: Partial<OperationContext> = {},
  ): Promise<Output<Name>> {
    const handler = (await this.#service().handlers())[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    return handler(input, { ...this.#context(), ...overrides });
  }

  /** The same without a signature, as a link is opened. */
  open<Name extends keyof SnsOperations>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const caller = { accountId: "anonymous", arn: "anonymous", userId: "anonymous", accessKeyId: undefined };
    return this.call(name, input, { caller, scope: { accountId: "anonymous", region: "" } });
  }

  async topic(Name: string, Attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    const { TopicArn } = await this.call("CreateTopic", { Name, Attributes });
    return TopicArn ?? "";
  }

  async subscribe(
    TopicArn: string,
    Endpoint: string,
    Attributes: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const Protocol = Endpoint.split(":")[0] === "arn" ? (Endpoint.split(":")[2] ?? "") : (Endpoint.split(":")[0] ?? "");
    const { SubscriptionArn } = await this.call("Subscribe", {
      TopicArn,
      Protocol,
      Endpoint,
      Attributes,
      ReturnSubscriptionArn: true,
    });
    return SubscriptionArn ?? "";
  }

  queue(name: string): string {
    return `arn:aws:sqs:${this.scope.region}:${this.scope.accountId}:${name}`;
  }

  function(name: string): string {
    return `arn:aws:lambda:${this.scope.region}:${this.scope.accountId}:function:${name}`;
  }

  #context(): OperationContext {
    return {
      requestId: "00000000-0000-4000-8000-000000000000",
      scope: this.scope,
      caller: {
        accountId: this.scope.accountId,
        arn: `arn:aws:iam::${this.scope.accountId}:root`,
        userId: this.scope.accountId,
        accessKeyId: "test",
      },
      headers: {},
      origin: "http://localhost:4566",
      signal: new AbortController().signal,
    };
  }
}

export interface SnsFixture {
  readonly clock: TestClock;
  readonly stores: SqliteStores;
  readonly world: Surroundings;
  /** Messages of what was given up. */
  readonly reports: string[];
  readonly service: () => SnsService;
  readonly newAccount: () => Account;
  /** Stops the service and starts another over the same store. */
  readonly restart: () => Promise<void>;
  /** Resolves once the condition holds; time stands still meanwhile. */
  readonly until: (condition: () => boolean) => Promise<void>;
  /** Lets time pass in steps of a second until the condition holds. */
  readonly passTimeUntil: (condition: () => boolean, secondsMax: number) => Promise<void>;
}

const PATIENCE_MS = 10_000;

/** The service over a real store in a folder of its own, for the tests of one file. */
export function useSnsService(): () => SnsFixture {
  let fixture: (SnsFixture & { folder: string }) | undefined;
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "hearth-sns-"));
    fixture = { folder, ...(await openSns(folder)) };
    await fixture.service().start();
  });
  after(async () => {
    await fixture?.service().stop(0);
    await fixture?.stores.close();
    if (fixture !== undefined) await rm(fixture.folder, { recursive: true });
  });
  return () => {
    if (fixture === undefined) throw new Error("the store is not open");
    return fixture;
  };
}

/** The service over a store in this folder, not started yet. */
export async function openSns(folder: string, limits: { readonly pagesMax?: number } = {}): Promise<SnsFixture> {
  const clock = new TestClock();
  const stores = await openSqlite({ folder, clock, ...limits });
  const world = new Surroundings(clock);
  const reports: string[] = [];
  const report = (error: unknown): void => void reports.push(error instanceof Error ? error.message : String(error));
  const make = (): SnsService =>
    createSnsService({
      records: stores.records,
      work: stores.work,
      newWorker: (queue, handle) => createWorker({ work: stores.work, queue, handle, clock, onFault: report }),
      targets: targetsOf(world),
      endpoints: { post: (request) => world.take({ at: request.url, body: request.body, request }) },
      clock,
      random: { ...systemRandom, fraction: () => 0 },
      report,
    });
  let service = make();
  let accounts = 0;
  return {
    clock,
    stores,
    world,
    reports,
    service: () => service,
    newAccount: () => new Account(() => service, String(++accounts).padStart(12, "0")),
    restart: async () => {
      await service.stop(0);
      service = make();
      await service.start();
    },
    until,
    passTimeUntil: async (condition, secondsMax) => {
      for (let second = 0; second <= secondsMax; second += 1) {
        if (await soon(condition)) return;
        await clock.advance(1_000);
      }
      throw new Error(`it did not happen within ${secondsMax} seconds: ${condition.toString()}`);
    },
  };
}

function targetsOf(world: Surroundings): Parameters<typeof createSnsService>[0]["targets"] {
  return {
    invokeFunction: async (at, invocation, sender) => {
      await world.take({ at, body: Buffer.from(invocation.payload).toString(), invocation, sender });
    },
    sendMessage: async (at, message, sender) => {
      await world.take({ at, body: message.body, message, sender });
    },
    publish: absent,
    putEvent: absent,
    putObject: absent,
  };
}

function absent(): Promise<void> {
  return Promise.reject(new Error("SNS has no such targets"));
}

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`it did not happen: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Whether it happens without time passing: what the store is asked for by then is answered within a few turns. */
async function soon(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 8; turn += 1) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return condition();
}
