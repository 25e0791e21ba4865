/** A value of a sorted sample at `share` (0.5 is the median). */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** The promise it is held against; "" where there is none. */
  readonly target: string;
  readonly met: boolean | undefined;
}

/** A figure held against an upper (`atMost`) or lower (`atLeast`) bound. */
export function figure(
  name: string,
  value: number,
  unit: string,
  bound: { atMost?: number; atLeast?: number } = {},
): Figure {
  const shown = `${value >= 100 ? value.toFixed(0) : value.toFixed(2)} ${unit}`;
  if (bound.atMost !== undefined)
    return { name, value: shown, target: `≤ ${bound.atMost} ${unit}`, met: value <= bound.atMost };
  if (bound.atLeast !== undefined)
    return { name, value: shown, target: `≥ ${bound.atLeast} ${unit}`, met: value >= bound.atLeast };
  return { name, value: shown, target: "", met: undefined };
}

/** Prints figures as a Markdown table, missed targets marked as such. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n### ${title}\n\n| figure | measured | target | |\n|---|---|---|---|`);
  for (const { name, value, target, met } of figures) {
    console.log(`| ${name} | ${value} | ${target} | ${met === undefined ? "" : met ? "met" : "**missed**"} |`);
  }
}
