// Five hundred functions with the popularity, durations and arrivals that traces of production show, next to one
// function that gets the same events in the same order.
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../system/sdk.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const FUNCTIONS = 500;
/** The first four hours of such a day; with fewer, little but first starts is measured. */
const EVENTS = 100_000;
const CONNECTIONS = 16;
/** A day of events is squeezed into the bench, and durations with it: 900 seconds become 450 milliseconds. */
const DURATION_SCALE = 1 / 2_000;
const DAY_MS = 86_400_000;
const CORRELATION = -0.18;
const BURST = 10;

const HANDLER = `import time
cold = True
def handler(event, context):
    global cold
    was, cold = cold, False
    time.sleep(event["ms"] / 1000)
    return was
`;

interface Event {
  readonly atMs: number;
  readonly functionIndex: number;
  readonly durationMs: number;
}

/** mulberry32: the same load in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(chance: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

/** When a function is invoked within a day: by a timer (20 %), at random (40 %), or at random in bursts (40 %). */
function arrivals(perDay: number, kind: number, chance: () => number, untilMs: number): number[] {
  const gapMs = DAY_MS / perDay;
  const times: number[] = [];
  const size = kind < 0.6 ? 1 : BURST;
  let atMs = chance() * gapMs * size;
  while (atMs < untilMs && times.length < EVENTS) {
    for (let n = 0; n < size; n++) times.push(atMs + n);
    atMs += kind < 0.2 ? gapMs : -Math.log(1 - chance()) * gapMs * size;
  }
  return times;
}

/** The first events of the day, as many as the bench has time for. */
function load(): readonly Event[] {
  const chance = seeded(7);
  const functions = Array.from({ length: FUNCTIONS }, () => {
    const a = normal(chance);
    const b = CORRELATION * a + Math.sqrt(1 - CORRELATION ** 2) * normal(chance);
    const seconds = Math.min(900, Math.max(0.001, Math.exp(-0.38 + 2.36 * b)));
    return { perDay: Math.exp(2.49 + 3.73 * a), durationMs: seconds * 1_000 * DURATION_SCALE, kind: chance() };
  });
  const total = functions.reduce((sum, { perDay }) => sum + perDay, 0);
  const untilMs = (DAY_MS * EVENTS * 1.2) / total;
  return functions
    .flatMap(({ perDay, durationMs, kind }, functionIndex) =>
      arrivals(perDay, kind, chance, untilMs).map((atMs) => ({ atMs, functionIndex, durationMs })),
    )
    .toSorted((one, other) => one.atMs - other.atMs)
    .slice(0, EVENTS);
}

interface Replay {
  readonly perSecond: number;
  readonly overheadsMs: readonly number[];
  readonly coldShare: number;
}

/** Sends the events in order, as fast as answers come. */
async function replay(port: number, events: readonly Event[], nameOf: (event: Event) => string): Promise<Replay> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(port)));
  const overheadsMs: number[] = [];
  let next = 0;
  let cold = 0;
  const run = async (connection: Connection): Promise<void> => {
    for (let event = events[next++]; event !== undefined; event = events[next++]) {
      const startMs = performance.now();
      const request = invokeRequest(nameOf(event), JSON.stringify({ ms: event.durationMs }));
      const { status, body } = await connection.send(request);
      if (status !== 200) throw new Error(`status ${status}: ${body.toString()}`);
      if (body.toString() === "true") cold += 1;
      overheadsMs.push(performance.now() - startMs - event.durationMs);
    }
  };
  const startMs = performance.now();
  await Promise.all(connections.map(run));
  const perSecond = (events.length * 1_000) / (performance.now() - startMs);
  for (const connection of connections) connection.close();
  return { perSecond, overheadsMs, coldShare: cold / events.length };
}

export async function skewFigures(client: LambdaClient, port: number): Promise<Figure[]> {
  const events = load();
  // With less than a whole processor, what is measured is the share that the function paid for.
  const made = {
    MemorySize: 1769,
    Runtime: "python3.11",
    Handler: "index.handler",
    files: { "index.py": HANDLER },
  } as const;
  await createFunction(client, { FunctionName: "alone", ...made });
  const used = new Set(events.map(({ functionIndex }) => functionIndex));
  for (const index of used) await createFunction(client, { FunctionName: `skew-${index}`, ...made });
  await replay(port, events.slice(0, 2_000), () => "alone");
  const alone = await replay(port, events, () => "alone");
  const many = await replay(port, events, ({ functionIndex }) => `skew-${functionIndex}`);
  const share = (many.perSecond / alone.perSecond) * 100;
  return [
    figure("functions that get events", used.size, ""),
    figure("one function, same events", alone.perSecond, "/s"),
    figure("500 functions, skewed", many.perSecond, "/s"),
    figure("500 functions, share of one function's throughput", share, "%", { atLeast: 80 }),
    figure("500 functions, share of cold starts", many.coldShare * 100, "%"),
    figure("one function, over handler time, p50", quantile(alone.overheadsMs, 0.5), "ms"),
    figure("one function, over handler time, p99", quantile(alone.overheadsMs, 0.99), "ms"),
    figure("500 functions, over handler time, p50", quantile(many.overheadsMs, 0.5), "ms"),
    figure("500 functions, over handler time, p99", quantile(many.overheadsMs, 0.99), "ms"),
  ];
}
