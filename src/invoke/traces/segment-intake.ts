import type { Clock, FactBus } from "../../base/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import type { EnvironmentIdentity } from "../facts.ts";
import { segmentDocument } from "./segment-datagram.ts";
import type { TraceFact } from "./trace-fact.ts";

/** What one environment may send in a second: the rest costs no more than to be counted. */
const SEGMENTS_MAX = 500;
const BYTES_MAX = 4 * 1_048_576;
const WINDOW_MS = 1_000;

/** Whose segments they are, and which invocation is at hand. */
export interface TraceSource {
  readonly identity: EnvironmentIdentity;
  readonly requestId: string | undefined;
}

/** Makes facts of what the programs of one sandbox send to the X-Ray daemon, from now on and until the sandbox is gone. */
export function receiveSegments(
  sandbox: Pick<Sandbox, "xrayDaemon" | "gone">,
  source: TraceSource,
  facts: FactBus<TraceFact>,
  clock: Clock,
): void {
  const intake = new SegmentIntake(source, facts, clock);
  sandbox.xrayDaemon.on("message", (datagram) => intake.take(datagram));
  void sandbox.gone.then(() => intake.end());
}

/** Nothing is kept here but counts. */
class SegmentIntake {
  readonly #source: TraceSource;
  readonly #facts: FactBus<TraceFact>;
  readonly #clock: Clock;
  #windowMs = -Infinity;
  #segments = 0;
  #bytes = 0;
  #malformed = 0;
  #excess = 0;

  constructor(source: TraceSource, facts: FactBus<TraceFact>, clock: Clock) {
    this.#source = source;
    this.#facts = facts;
    this.#clock = clock;
  }

  take(datagram: Buffer): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#windowMs >= WINDOW_MS) {
      this.#tellDropped();
      this.#windowMs = nowMs;
      this.#segments = this.#bytes = 0;
    }
    this.#segments += 1;
    this.#bytes += datagram.length;
    if (this.#segments > SEGMENTS_MAX || this.#bytes > BYTES_MAX) {
      this.#excess += 1;
      return;
    }
    const document = segmentDocument(datagram);
    if (document === undefined) this.#malformed += 1;
    else this.#tell(document);
  }

  end(): void {
    this.#tellDropped();
  }

  #tell(document: string): void {
    const { identity: environment, requestId } = this.#source;
    const fact = { type: "xray.segment", environment, timeMs: this.#clock.nowMs(), document } as const;
    this.#facts.emit(requestId === undefined ? fact : { ...fact, requestId });
  }

  /** Once per window at most, so that a flood is no flood of facts. */
  #tellDropped(): void {
    const [malformed, excess] = [this.#malformed, this.#excess];
    if (malformed + excess === 0) return;
    this.#malformed = this.#excess = 0;
    const { identity: environment } = this.#source;
    this.#facts.emit({ type: "xray.segmentsDropped", environment, timeMs: this.#clock.nowMs(), malformed, excess });
  }
}
