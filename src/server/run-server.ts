import type { Clock, Random } from "../base/index.ts";
import { banner } from "./banner.ts";
import { resolveConfig, type Settings, type Surroundings } from "./config.ts";
import { untilStopped } from "./lifecycle.ts";
import { startServer } from "./start-server.ts";
import { paintFor, type Screen } from "./terminal.ts";

export interface RunOptions extends Surroundings {
  readonly settings: Settings;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly clock: Clock;
  readonly random: Random;
  /** Print one line of JSON instead of the banner. */
  readonly json: boolean;
}

/** How long running invocations may take to finish once the server is asked to stop. */
const GRACE_MS = 30_000;

/** Runs a server until a signal ends it; resolves with the exit status. Throws `ConfigError` or `StartError`. */
export async function runServer(options: RunOptions): Promise<number> {
  const { stdout, stderr, clock, random } = options;
  for (const stream of [stdout, stderr])
    stream.on("error", () => {
      // Nobody reads any more (a closed terminal, `| head`); the server goes on.
    });
  const say = (line: string): void => {
    stderr.write(`${line}\n`);
  };
  const config = resolveConfig(options.settings, options);
  const report = (error: unknown): void => {
    say(`hearth: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  const starting = startServer({ config, clock, random, report });
  const stopped = untilStopped(starting, { signals: process, say, graceMs: GRACE_MS });
  const { facts } = await starting;
  stdout.write(options.json ? `${JSON.stringify(facts)}\n` : banner(facts, paintFor(stdout)));
  return stopped;
}
