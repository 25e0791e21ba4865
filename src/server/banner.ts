import { type styleText } from "node:util";
import type { SandboxTier } from "../sandbox/index.ts";

/** Colours a piece of text, or leaves it as it is when nobody would see colours. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

export interface BannerFacts {
  readonly version: string;
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly signatures: boolean;
  readonly dataFolder: string;
  /** Where everything but files is remembered; undefined when it is in the data folder. */
  readonly database: string | undefined;
  readonly tier: SandboxTier;
  /** Why this tier, in one sentence. */
  readonly tierReason: string;
  /** What the tier does not hold on this machine: names of guarantees. */
  readonly tierLacks: readonly string[];
  /** Names of the function runtimes that can run. */
  readonly runtimes: readonly string[];
  readonly startMs: number;
}

/** What a person sees when the server is up. */
export function banner(facts: BannerFacts, paint: Paint): string {
  const row = (name: string, value: string): string => `  ${paint("dim", name.padEnd(10))}${value}`;
  const lines = [
    "",
    `  ${paint("bold", `Hearth ${facts.version}`)} ${paint("dim", `is up in ${Math.round(facts.startMs)} ms`)}`,
    "",
    row("Endpoint", paint("cyan", facts.endpoint)),
    row("Region", `${facts.region}, account ${facts.accountId}`),
    row("Auth", facts.signatures ? "signatures are verified" : "off: signatures are not checked; this machine only"),
    row("Sandbox", `${facts.tier}: ${facts.tierReason}`),
    ...lacking(facts).map((lack) => row("", lack)),
    row("Runtimes", facts.runtimes.length === 0 ? "none found; see: hearth doctor" : facts.runtimes.join(" ")),
    row("Data", facts.dataFolder),
    ...(facts.database === undefined ? [] : [row("", `and PostgreSQL: ${facts.database}`)]),
    "",
    ...(facts.tier === "process" ? [...unisolated(paint), ""] : []),
    `  Point the AWS CLI at it:  ${paint("cyan", `aws --endpoint-url ${facts.endpoint} lambda list-functions`)}`,
    `  or this whole shell:      ${paint("cyan", 'eval "$(npx hearth env)"')}`,
    `  Ctrl-C drains and stops.`,
    "",
  ];
  return `${lines.join("\n")}\n`;
}

/** One line, or none; of the process tier, which lacks nearly everything, `unisolated` speaks. */
function lacking({ tier, tierLacks }: BannerFacts): string[] {
  return tier === "process" || tierLacks.length === 0 ? [] : [`without ${tierLacks.join(", ")}; see: hearth doctor`];
}

function unisolated(paint: Paint): string[] {
  return [
    paint(
      ["bold", "red"],
      "  !! FUNCTIONS ARE NOT ISOLATED: they run as plain processes of this user and can read its files.",
    ),
    paint("red", "  !! Run only code that you trust. What would isolate them here: hearth doctor"),
  ];
}
