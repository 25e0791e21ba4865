import { CliError, USAGE } from "./cli-error.ts";

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `90s`, `10m`, `2h`, `1d`, `1w` in milliseconds. Throws `CliError`. */
export function durationMs(value: string, flag: string): number {
  const [, amount, unit = ""] = /^(\d{1,6})([smhdw])$/.exec(value) ?? [];
  const unitMs = UNITS_MS[unit];
  if (amount === undefined || unitMs === undefined)
    throw new CliError(`${flag} is "${value}"`, {
      cure: "Give a time such as 90s, 10m, 2h, 1d or 1w",
      exitCode: USAGE,
    });
  return Number(amount) * unitMs;
}
