import type { SandboxTier, TierReport } from "../sandbox/index.ts";
import { ConfigError } from "./config-error.ts";

/** From strong to weak. */
const STRENGTH: readonly SandboxTier[] = ["namespace-root", "namespace-rootless", "process"];

export interface TierChoice {
  readonly report: TierReport;
  /** Why it was taken, in one sentence; what kept stronger ones from being taken is part of it. */
  readonly reason: string;
}

/**
 * Takes the tier that was named, or the strongest that works. Throws `ConfigError` when the named one does not work:
 * there is no silent step down.
 */
export function chooseTier(reports: readonly TierReport[], named: SandboxTier | undefined): TierChoice {
  const ordered = STRENGTH.flatMap((tier) => reports.filter((report) => report.tier === tier));
  if (named !== undefined) return chooseNamed(ordered, named);
  const report = ordered.find(({ usable }) => usable);
  if (report === undefined)
    throw new ConfigError("--tier", `no sandbox tier works here: ${ordered.map(complaint).join("; ")}`);
  const stronger = ordered.slice(0, ordered.indexOf(report));
  return { report, reason: [report.reason, ...stronger.map(complaint)].join("; ") };
}

function chooseNamed(ordered: readonly TierReport[], named: SandboxTier): TierChoice {
  const report = ordered.find(({ tier }) => tier === named);
  if (report?.usable === true) return { report, reason: `${report.reason} (chosen by --tier)` };
  const cures = report?.guarantees.flatMap(({ cure }) => cure ?? []) ?? [];
  const works = ordered.filter(({ usable }) => usable).map(({ tier }) => tier);
  throw new ConfigError(
    "--tier",
    [
      `the sandbox tier ${named} does not work here: ${report?.reason ?? "this system has nothing of the kind"}`,
      ...(cures[0] === undefined ? [] : [`What would help: ${cures[0]}`]),
      works.length === 0 ? "No other tier works either" : `What works: --tier ${works.join(" or --tier ")}`,
    ].join(". "),
  );
}

function complaint({ tier, reason }: TierReport): string {
  return `no ${tier}: ${reason}`;
}
