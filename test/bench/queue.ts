import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandom } from "../../src/base/index.ts";
import type { MessageStore, NewWork, WorkQueue } from "../../src/store/index.ts";
import { openPostgres } from "../../src/store/postgres/index.ts";
import { Cluster } from "../../src/store/postgres/testing/cluster.ts";
import { openSqlite } from "../../src/store/sqlite/index.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const COUNT = 10_000;
const CALLERS = 64;
const LANES = 16;
const PAYLOAD = Buffer.alloc(1_024, "x");
const LEASE_MS = 60_000;

interface Stores {
  readonly work: WorkQueue;
  readonly messages: MessageStore;
  close(): Promise<void>;
}

/** Durable work and messages in each adapter: both wait for the disk with every commit. */
export async function queueFigures(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-bench-"));
  const cluster = await Cluster.create({ settings: ["fsync=on"] });
  try {
    const sqlite = await openSqlite({ folder, clock: systemClock });
    const url = await cluster.database();
    const postgres = await openPostgres({ url, clock: systemClock, random: systemRandom, report: console.error });
    return [...(await figuresOf("SQLite", sqlite)), ...(await figuresOf("PostgreSQL", postgres))];
  } finally {
    await cluster.dispose();
    await rm(folder, { recursive: true });
  }
}

async function figuresOf(adapter: string, stores: Stores): Promise<readonly Figure[]> {
  const { work, messages } = stores;
  const figures = [
    ...(await putFigures(adapter, work)),
    figure(`${adapter}: work claimed and settled`, await drainRate(work), "per s"),
    figure(`${adapter}: messages sent, received and deleted`, await messageRate(messages), "per s"),
  ];
  await stores.close();
  return figures;
}

function laneOf(place: number): string {
  return `lane-${place % LANES}`;
}

/** Runs `CALLERS` at once until each of `count` places was done; returns how many per second. */
async function rate(count: number, action: (place: number) => Promise<void>): Promise<number> {
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) await action(next++);
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (count / (performance.now() - startMs)) * 1_000;
}

function item(place: number): NewWork {
  const visibleAtMs = systemClock.nowMs();
  return { queue: "bench", lane: laneOf(place), id: `${place}`, visibleAtMs, state: null, payload: PAYLOAD };
}

async function putFigures(adapter: string, work: WorkQueue): Promise<readonly Figure[]> {
  const times: number[] = [];
  const perSecond = await rate(COUNT, async (place) => {
    const startMs = performance.now();
    await work.put([item(place)], systemClock.nowMs());
    times.push(performance.now() - startMs);
  });
  return [
    figure(`${adapter}: work put, one at a time by ${CALLERS} callers`, perSecond, "per s", { atLeast: 1_000 }),
    figure(`${adapter}: the same, p50`, quantile(times, 0.5), "ms"),
  ];
}

async function drainRate(work: WorkQueue): Promise<number> {
  const startMs = performance.now();
  const drain = async (lane: string): Promise<number> => {
    for (let count = 0; ;) {
      const nowMs = systemClock.nowMs();
      const claim = await work.claim({ queue: "bench", lane, nowMs, leaseEndMs: nowMs + LEASE_MS, limit: 16 });
      if (claim.work.length === 0) return count;
      await work.settle(claim.work.map((each) => ({ work: each, outcome: "done" })));
      count += claim.work.length;
    }
  };
  const counts = await Promise.all(Array.from({ length: LANES }, (_, place) => drain(laneOf(place))));
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - startMs)) * 1_000;
}

async function messageRate(messages: MessageStore): Promise<number> {
  await messages.createQueue("bench", { ordered: false, retentionMs: 86_400_000 });
  return rate(COUNT / 5, async (place) => {
    const nowMs = systemClock.nowMs();
    const message = { messageId: `${place}`, body: PAYLOAD.toString(), details: "{}", visibleAtMs: nowMs };
    await messages.send("bench", [message], nowMs);
    const times = { nowMs: systemClock.nowMs(), invisibleUntilMs: nowMs + LEASE_MS };
    const received = await messages.receive("bench", { limit: 1, inFlightMax: 120_000, ...times });
    await messages.delete("bench", received.messages, systemClock.nowMs());
  });
}
