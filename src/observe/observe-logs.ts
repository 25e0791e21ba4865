import type { FactBus } from "../base/index.ts";
import type { InvokeFact } from "../invoke/index.ts";
import { LogTargets } from "./log-target.ts";
import { LogWriter } from "./log-writer.ts";
import type { LogWriterOptions } from "./log-writer.ts";
import { splitMessage } from "./split-message.ts";

export interface ObserveLogsOptions extends LogWriterOptions {
  readonly facts: FactBus<InvokeFact>;
  /** The line that a fact is in the log of its function; undefined when it is none. */
  readonly render: (fact: InvokeFact) => string | undefined;
}

export interface LogsObserver {
  /** Stops listening and stores what waits. */
  stop(): Promise<void>;
}

/**
 * Keeps the logs of functions: writes the lines of all facts to their group and stream, which are made on first use,
 * within a tenth of a second. Invocations never wait for it: while the store is slow or refuses, lines are held up to
 * a bound, then the oldest are given up and a `logsDropped` line says so.
 */
export function observeLogs(options: ObserveLogsOptions): LogsObserver {
  const writer = new LogWriter(options);
  const targets = new LogTargets();
  const unsubscribe = options.facts.subscribe((fact) => {
    const line = options.render(fact);
    if (line === undefined) return;
    const target = targets.of(fact.environment);
    for (const message of splitMessage(line))
      writer.add({ target, timestampMs: fact.timeMs, message, messageBytes: Buffer.byteLength(message) });
  });
  return {
    async stop() {
      unsubscribe();
      await writer.stop();
    },
  };
}
