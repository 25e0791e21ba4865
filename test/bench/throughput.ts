import { Connection } from "./connection.ts";

/** As many as a busy client keeps open. */
export const CONNECTIONS = 16;

/** Sends one request over and over on every connection; answers per second after half the time as warm-up. */
export async function perSecond(port: number, request: Buffer, durationMs: number, expected = 200): Promise<number> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(port)));
  const run = async (endMs: number): Promise<number> => {
    const counts = await Promise.all(connections.map((connection) => repeat(connection, request, endMs, expected)));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  await run(performance.now() + durationMs / 2);
  const startMs = performance.now();
  const count = await run(startMs + durationMs);
  const rate = (count * 1000) / (performance.now() - startMs);
  for (const connection of connections) connection.close();
  return rate;
}

async function repeat(connection: Connection, request: Buffer, endMs: number, expected: number): Promise<number> {
  let count = 0;
  for (; performance.now() < endMs; count++) {
    const { status } = await connection.send(request);
    if (status !== expected) throw new Error(`status ${status}`);
  }
  return count;
}
