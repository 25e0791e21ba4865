// Not a test: what the tests of asynchronous invocations share.
import assert from "node:assert/strict";
import { afterEach, beforeEach } from "node:test";
import { scheduler } from "node:timers/promises";
import type { InvocationResult } from "../../src/invoke/index.ts";
import type { AsyncFact } from "../../src/lambda/index.ts";
import { type Account, ControlPlaneFixture } from "./lambda-fixture.ts";
import type { Delivered } from "./recording-targets.ts";

export const QUEUE = "arn:aws:sqs:eu-west-1:000000000000:records";
export const DEAD = "arn:aws:sns:eu-west-1:000000000000:dead";
export const FAILURE: Partial<InvocationResult> = {
  functionError: "Unhandled",
  payload: Buffer.from('{"errorMessage":"no","errorType":"E"}'),
};

/** A control plane with the active function `f`, new for each test, whose time passes when it is told. */
export class AsyncEvents {
  readonly fixture: ControlPlaneFixture;
  readonly account: Account;
  readonly facts: AsyncFact[] = [];
  #requests = 0;

  constructor(fixture: ControlPlaneFixture) {
    this.fixture = fixture;
    this.account = fixture.newAccount();
    fixture.asyncFacts.subscribe((fact) => this.facts.push(fact));
  }

  /** Answers the request id. */
  async send(input: object = {}): Promise<string> {
    this.account.requestId = `00000000-0000-4000-8000-${String(++this.#requests).padStart(12, "0")}`;
    const Payload = Buffer.from('{"n":1}');
    const request = { FunctionName: "f", InvocationType: "Event", Payload, ...input } as const;
    assert.deepEqual(await this.account.call("Invoke", request), { StatusCode: 202 });
    return this.account.requestId;
  }

  /** How often the data plane was given something. */
  invoked(): number {
    return this.fixture.invoker.invoked.length;
  }

  /** Whether nothing waits, of events and of deliveries. */
  async isQuiet(): Promise<boolean> {
    const { work } = this.fixture.stores;
    const queues = ["lambda-event", "lambda-delivery"].map((queue) => work.lanes(queue, { limit: 1 }));
    return (await Promise.all(queues)).every((lanes) => lanes.length === 0);
  }

  /** Lets time pass until nothing waits any more. */
  async finish(stepMs = 1_000): Promise<void> {
    await this.fixture.until(async () => {
      await this.fixture.clock.advance(stepMs);
      // A commit takes real time, in which the clock must not run away.
      await scheduler.wait(1);
      return this.isQuiet();
    });
  }

  async configure(input: object): Promise<void> {
    await this.account.call("PutFunctionEventInvokeConfig", { FunctionName: "f", ...input });
  }

  /** What happened, but for why an event was dropped, which stands for that. */
  types(): string[] {
    return this.facts.map((fact) => (fact.type === "async.dropped" ? fact.why : fact.type));
  }
}

/** New for each test of a file. */
export function useAsyncEvents(): AsyncEvents {
  let current: AsyncEvents | undefined;
  beforeEach(async () => {
    current = new AsyncEvents(await ControlPlaneFixture.open());
    await current.account.createActive("f");
  });
  afterEach(() => current?.fixture.dispose());
  return new Proxy({} as AsyncEvents, {
    get: (_, name) => {
      assert.ok(current, "no test runs");
      const value: unknown = Reflect.get(current, name);
      return typeof value === "function" ? (value.bind(current) as unknown) : value;
    },
  });
}

/** The record that a queue got. */
export function recordOf(delivered: Delivered | undefined): object {
  const { body = "{}" } = (delivered?.content ?? {}) as { body?: string };
  return JSON.parse(body) as object;
}
