// Five hundred functions with the popularity, durations and arrivals that traces of production show, next to one
// function that gets the same events in the same order.
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../system/sdk.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";
import { bareThroughput } from "./skew-floor.ts";
import { type SkewEvent, skewLoad } from "./skew-load.ts";
import { CONNECTIONS } from "./throughput.ts";

const HANDLER = `import time
cold = True
def handler(event, context):
    global cold
    was, cold = cold, False
    time.sleep(event["ms"] / 1000)
    return was
`;

interface Replay {
  readonly perSecond: number;
  readonly overheadsMs: readonly number[];
  /** How many environments each function was given, by its name. */
  readonly environments: ReadonlyMap<string, number>;
}

/** Sends the events in order, as fast as answers come. */
async function replay(
  port: number,
  events: readonly SkewEvent[],
  nameOf: (event: SkewEvent) => string,
): Promise<Replay> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(port)));
  const overheadsMs: number[] = [];
  let next = 0;
  const environments = new Map<string, number>();
  const run = async (connection: Connection): Promise<void> => {
    for (let event = events[next++]; event !== undefined; event = events[next++]) {
      const startMs = performance.now();
      const name = nameOf(event);
      const request = invokeRequest(name, JSON.stringify({ ms: event.durationMs }));
      const { status, body } = await connection.send(request);
      if (status !== 200) throw new Error(`status ${status}: ${body.toString()}`);
      if (body.toString() === "true") environments.set(name, (environments.get(name) ?? 0) + 1);
      overheadsMs.push(performance.now() - startMs - event.durationMs);
    }
  };
  const startMs = performance.now();
  await Promise.all(connections.map(run));
  const perSecond = (events.length * 1_000) / (performance.now() - startMs);
  for (const connection of connections) connection.close();
  return { perSecond, overheadsMs, environments };
}

function skewedName({ functionIndex }: Pick<SkewEvent, "functionIndex">): string {
  return `skew-${functionIndex}`;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

export async function skewFigures(client: LambdaClient, port: number): Promise<Figure[]> {
  const events = skewLoad();
  // With less than a whole processor, what is measured is the share that the function paid for.
  const made = {
    MemorySize: 1769,
    Runtime: "python3.11",
    Handler: "index.handler",
    files: { "index.py": HANDLER },
  } as const;
  await createFunction(client, { FunctionName: "alone", ...made });
  const used = new Set(events.map(({ functionIndex }) => functionIndex));
  for (const index of used)
    await createFunction(client, { FunctionName: skewedName({ functionIndex: index }), ...made });
  await replay(port, events.slice(0, 2_000), () => "alone");
  const alone = await replay(port, events, () => "alone");
  const many = await replay(port, events, skewedName);
  const again = await replay(port, events, skewedName);
  const coldStarts = sum(many.environments);
  const share = (many.perSecond / alone.perSecond) * 100;
  const bareAlone = await bareThroughput(events, CONNECTIONS, () => "alone", new Map([["alone", CONNECTIONS]]));
  const bareMany = await bareThroughput(events, CONNECTIONS, skewedName, many.environments);
  return [
    figure("functions that get events", used.size, ""),
    figure("one function, same events", alone.perSecond, "/s"),
    figure("500 functions, skewed", many.perSecond, "/s"),
    figure("500 functions, share of one function's throughput", share, "%", { atLeast: 80 }),
    figure("500 functions once more, share of the same", (again.perSecond / alone.perSecond) * 100, "%"),
    figure("500 functions, share of cold starts", (coldStarts / events.length) * 100, "%"),
    figure("floor: 16 bare processes of one function", bareAlone, "/s"),
    figure("floor: as many bare processes as environments", bareMany, "/s"),
    figure("floor: share of that", (bareMany / bareAlone) * 100, "%"),
    figure("one function, over handler time, p50", quantile(alone.overheadsMs, 0.5), "ms"),
    figure("one function, over handler time, p99", quantile(alone.overheadsMs, 0.99), "ms"),
    figure("500 functions, over handler time, p50", quantile(many.overheadsMs, 0.5), "ms"),
    figure("500 functions, over handler time, p99", quantile(many.overheadsMs, 0.99), "ms"),
  ];
}
