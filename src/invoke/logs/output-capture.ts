import type { Readable } from "node:stream";
import type { Clock } from "../../base/index.ts";
import type { SandboxProcess } from "../../sandbox/index.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { TelemetryRecord } from "./telemetry-frames.ts";
import { TelemetryFrames } from "./telemetry-frames.ts";

/** Turns the three output streams of a runtime into log records, in the order of their arrival. */
export class OutputCapture {
  readonly #splitters: readonly LineSplitter[];
  /** Resolves when all three streams have ended. */
  readonly ended: Promise<void>;

  constructor(process: SandboxProcess, clock: Clock, onRecord: (record: TelemetryRecord) => void) {
    const line = (message: string): void => onRecord({ timeMs: clock.nowMs(), message });
    const stdout = new LineSplitter(line);
    const stderr = new LineSplitter(line);
    const stray = new LineSplitter(line);
    const frames = new TelemetryFrames(
      onRecord,
      (bytes) => stray.push(bytes),
      () => clock.nowMs(),
    );
    this.#splitters = [stdout, stderr, stray];
    this.ended = allOf([
      consume(process.stdout, stdout),
      consume(process.stderr, stderr),
      consume(process.telemetry, frames).then(() => stray.end()),
    ]);
  }

  /** Emits unfinished lines: the invocation they belong to is over. */
  flush(): void {
    for (const splitter of this.#splitters) splitter.flush();
  }
}

interface Sink {
  push(piece: Buffer): void;
  end(): void;
}

/** Resolves when the stream is over, however it ended: a broken pipe is the end of the output, and no more than that. */
async function consume(stream: Readable, sink: Sink): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.on("data", (piece: Buffer) => sink.push(piece));
    stream.once("end", resolve);
    stream.once("close", resolve);
    stream.on("error", () => resolve());
  });
  sink.end();
}

async function allOf(promises: readonly Promise<void>[]): Promise<void> {
  await Promise.all(promises);
}
