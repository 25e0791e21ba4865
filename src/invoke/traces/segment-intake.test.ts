import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { FactBus, TestClock } from "../../base/index.ts";
import type { EnvironmentIdentity } from "../facts.ts";
import { receiveSegments } from "./segment-intake.ts";
import type { TraceFact } from "./trace-fact.ts";

const HEADER = '{"format":"json","version":1}\n';

interface Bench {
  readonly clock: TestClock;
  readonly facts: TraceFact[];
  readonly source: { requestId: string | undefined };
  /** Sends datagrams and waits until they were read. */
  readonly send: (...datagrams: string[]) => Promise<void>;
  readonly end: () => Promise<void>;
}

async function setUp(t: TestContext): Promise<Bench> {
  const daemon = createSocket("udp4");
  const sender = createSocket("udp4");
  daemon.bind(0, "127.0.0.1");
  await once(daemon, "listening");
  t.after(() => {
    daemon.close();
    sender.close();
  });
  const gone = Promise.withResolvers<void>();
  const bus = new FactBus<TraceFact>((error) => assert.fail(String(error)));
  const facts: TraceFact[] = [];
  bus.subscribe((fact) => facts.push(fact));
  const clock = new TestClock();
  const source: { identity: EnvironmentIdentity; requestId: string | undefined } = {
    identity: {} as EnvironmentIdentity,
    requestId: undefined,
  };
  receiveSegments({ xrayDaemon: daemon, gone: gone.promise }, source, bus, clock);
  const { port } = daemon.address();
  return {
    clock,
    facts,
    source,
    send: async (...datagrams) => {
      for (const datagram of datagrams) {
        const read = once(daemon, "message");
        sender.send(datagram, port, "127.0.0.1");
        await read;
      }
    },
    end: async () => {
      gone.resolve();
      await gone.promise;
    },
  };
}

function summary(fact: TraceFact): unknown {
  return fact.type === "xray.segment" ? [fact.requestId, fact.document] : [fact.malformed, fact.excess];
}

test("segments become facts, with the request at hand if there is one", async (t) => {
  const { send, source, facts } = await setUp(t);
  await send(`${HEADER}{"a":1}`);
  source.requestId = "r";
  await send(`${HEADER}{"a":2}`);
  assert.deepEqual(facts.map(summary), [
    [undefined, '{"a":1}'],
    ["r", '{"a":2}'],
  ]);
});

test("what is no segment is counted, and told once a second at most, and at the end", async (t) => {
  const { send, clock, facts, end } = await setUp(t);
  await send("nonsense", `${HEADER}[]`);
  assert.deepEqual(facts, []);
  await clock.advance(1_000);
  await send("nonsense");
  assert.deepEqual(facts.map(summary), [[2, 0]]);
  await end();
  assert.deepEqual(facts.map(summary), [
    [2, 0],
    [1, 0],
  ]);
});

test("more than 500 in a second are counted only, and the next second is a new one", async (t) => {
  const { send, clock, facts } = await setUp(t);
  await send(...Array.from({ length: 510 }, () => `${HEADER}{}`));
  assert.equal(facts.length, 500);
  await clock.advance(1_000);
  await send(`${HEADER}{}`);
  assert.deepEqual(facts.slice(500).map(summary), [
    [0, 10],
    [undefined, "{}"],
  ]);
});

test("more than 4 MiB in a second are counted only", async (t) => {
  const { send, facts } = await setUp(t);
  const large = `${HEADER}{"a":"${"x".repeat(60_000)}"}`;
  await send(...Array.from({ length: 80 }, () => large));
  assert.equal(facts.length, Math.floor((4 * 1_048_576) / large.length));
});
