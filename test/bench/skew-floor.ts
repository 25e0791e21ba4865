// What the machine itself loses when the same events go to the processes of many functions instead of those of one: each
// process is a bare interpreter at the other end of a Unix socket, and there is no server, no isolation and no cold start.
import { spawn } from "node:child_process";
import { Socket } from "node:net";
import type { SkewEvent } from "./skew-load.ts";

const BARE = `import socket, time
line = socket.socket(fileno=3)
while text := line.recv(64):
    time.sleep(float(text) / 1000)
    line.sendall(text)
`;

/** One process, which answers one event after another. */
class BareProcess {
  readonly #socket: Socket;
  #answered: (() => void) | undefined;

  constructor() {
    const child = spawn("/usr/bin/python3.11", ["-S", "-E", "-c", BARE], {
      stdio: ["ignore", "inherit", "inherit", "pipe"],
      env: {},
    });
    const pipes: readonly unknown[] = child.stdio;
    const line = pipes[3];
    if (!(line instanceof Socket)) throw new Error("a bare process has no socket");
    this.#socket = line;
    line.on("data", () => this.#answered?.());
  }

  run(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(durationMs.toFixed(4));
    });
  }

  end(): void {
    this.#socket.destroy();
  }
}

/** The processes of one function; who finds none idle waits for the next. */
class BareFunction {
  readonly #idle: BareProcess[];
  readonly #waiting: ((process: BareProcess) => void)[] = [];

  constructor(processCount: number) {
    this.#idle = Array.from({ length: processCount }, () => new BareProcess());
  }

  /** Each process has answered once. */
  async started(): Promise<void> {
    await Promise.all(this.#idle.map((process) => process.run(0)));
  }

  async run(durationMs: number): Promise<void> {
    const process = this.#idle.pop() ?? (await new Promise<BareProcess>((resolve) => this.#waiting.push(resolve)));
    await process.run(durationMs);
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(process);
    else next(process);
  }

  end(): void {
    for (const process of this.#idle) process.end();
  }
}

/** Events per second, `callers` at a time in their order, of functions with so many processes each. */
export async function bareThroughput(
  events: readonly SkewEvent[],
  callers: number,
  nameOf: (event: SkewEvent) => string,
  processes: ReadonlyMap<string, number>,
): Promise<number> {
  const functions = new Map<string, BareFunction>();
  for (const name of new Set(events.map(nameOf))) functions.set(name, new BareFunction(processes.get(name) ?? 1));
  await Promise.all(Array.from(functions.values(), (bare) => bare.started()));
  let next = 0;
  const call = async (): Promise<void> => {
    for (let event = events[next++]; event !== undefined; event = events[next++])
      await functions.get(nameOf(event))?.run(event.durationMs);
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: callers }, call));
  const perSecond = (events.length * 1_000) / (performance.now() - startMs);
  for (const bare of functions.values()) bare.end();
  return perSecond;
}
