import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom, TestClock } from "../base/index.ts";
import { createDispatcher } from "./create-dispatcher.ts";
import type { AnyServiceBinding, Dispatcher, HandlerTable } from "./dispatcher.ts";
import { scoped, target } from "./testing/rehearsal.ts";

interface Late {
  readonly dispatcher: Dispatcher;
  /** How often the handlers were loaded. */
  readonly loads: () => number;
  /** Ends loading them. */
  readonly arrive: (handlers: HandlerTable) => void;
  readonly failures: unknown[];
}

function late(): Late {
  let loads = 0;
  const loaded = Promise.withResolvers<HandlerTable>();
  const failures: unknown[] = [];
  const binding: AnyServiceBinding = {
    service: "sqs",
    handlers: () => {
      loads += 1;
      return loaded.promise;
    },
  };
  const dispatcher = createDispatcher({
    services: [binding],
    authentication: { mode: "off", defaultAccountId: "000000000000", defaultRegion: "us-east-1" },
    clock: new TestClock(),
    random: systemRandom,
    onFailure: (error) => failures.push(error),
  });
  return { dispatcher, loads: () => loads, arrive: loaded.resolve, failures };
}

async function ask(dispatcher: Dispatcher, operation: string, headers = {}): Promise<string> {
  const head = { method: "POST", url: "/", headers: { ...target(`AmazonSQS.${operation}`), ...headers } };
  const { status, body } = await dispatcher.dispatch(head, Buffer.from("{}"), new AbortController().signal);
  if (!(body instanceof Uint8Array)) throw new Error("the answer is a stream");
  return `${status} ${Buffer.from(body).toString()}`;
}

const queues = (): Promise<unknown> => Promise.resolve({ QueueUrls: ["u"] });

test("a service is loaded at its first request, once for all that come meanwhile", async () => {
  const { dispatcher, loads, arrive } = late();
  assert.equal(loads(), 0);
  const answers = [ask(dispatcher, "ListQueues", scoped("sqs")), ask(dispatcher, "ListQueues")];
  arrive({ ListQueues: queues });
  assert.deepEqual(await Promise.all(answers), ['200 {"QueueUrls":["u"]}', '200 {"QueueUrls":["u"]}']);
  assert.match(await ask(dispatcher, "PurgeQueue"), /^501 .*NotImplementedException/);
  assert.equal(loads(), 1);
});

test("a request that is not for it loads nothing", async () => {
  const { dispatcher, loads } = late();
  assert.match(await ask(dispatcher, "ListQueues", scoped("dynamodb")), /^501 .*is not here/);
  assert.equal(loads(), 0);
});

test("handlers of operations that the service does not have are an internal failure, which is told", async () => {
  const { dispatcher, arrive, failures } = late();
  arrive({ Nonsense: queues });
  assert.match(await ask(dispatcher, "ListQueues"), /^500 /);
  assert.match(String(failures[0]), /sqs has no operation Nonsense to handle/);
});
