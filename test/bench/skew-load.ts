// The events of five hundred functions with the popularity, durations and arrivals that traces of production show.
import { seededFractions } from "../../src/base/index.ts";

const FUNCTIONS = 500;
/** The first four hours of such a day; with fewer, little but first starts is measured. */
const EVENTS = 100_000;
/** A day of events is squeezed into the bench, and durations with it: 900 seconds become 450 milliseconds. */
const DURATION_SCALE = 1 / 2_000;
const DAY_MS = 86_400_000;
const CORRELATION = -0.18;
const BURST = 10;

export interface SkewEvent {
  readonly atMs: number;
  readonly functionIndex: number;
  readonly durationMs: number;
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

/** The first events of the day, as many as the bench has time for. They are the same in every run. */
export function skewLoad(): readonly SkewEvent[] {
  const chance = seededFractions(7);
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
