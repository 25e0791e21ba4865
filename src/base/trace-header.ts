import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";

/** The tracing header of an invocation whose caller sent none. Whether it is sampled is decided where it is run. */
export function newTraceHeader(clock: Clock, random: Random): string {
  const seconds = Math.floor(clock.nowMs() / 1_000).toString(16);
  const digits = random.hex(20);
  return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(24)}`;
}

/** A header as the next function of a chain is given it. */
export interface ChainedHeader {
  readonly header: string;
  /** How often the chain came through this function before. */
  readonly count: number;
}

const LINEAGE = "Lineage=";
/** A header that grows without end helps nobody; a chain through more functions than this counts the last of them. */
const FUNCTIONS_MAX = 32;

/**
 * Counts a function's invocation in the lineage of a tracing header: `Lineage=a87bd80c:1|68fd508a:5` names the functions
 * that a chain of events came through, each with how often (AWS X-Ray developer guide, "Tracing header"; AWS Lambda developer
 * guide, "Use Lambda recursive loop detection").
 *
 * @param functionHash eight hexadecimal digits that stand for the function
 */
export function countInLineage(header: string, functionHash: string): ChainedHeader {
  const parts = header.split(";");
  const at = parts.findIndex((part) => part.startsWith(LINEAGE));
  const hops = at < 0 ? [] : hopsOf(parts[at] ?? "");
  const known = hops.find(([hash]) => hash === functionHash);
  const count = known === undefined ? 0 : known[1] + 1;
  const others = hops.filter((hop) => hop !== known).slice(1 - FUNCTIONS_MAX);
  const lineage = LINEAGE + [...others, [functionHash, count]].map(([hash, times]) => `${hash}:${times}`).join("|");
  const rest = parts.filter((part, index) => index !== at && part !== "");
  return { header: [...rest, lineage].join(";"), count };
}

/** What is not a pair of hash and count is left out: whoever wrote it, it counts nothing. */
function hopsOf(lineage: string): [hash: string, count: number][] {
  return lineage
    .slice(LINEAGE.length)
    .split("|")
    .flatMap((pair) => {
      const [, hash = "", count = ""] = /(?:^|:)([0-9a-f]{8}):(\d{1,9})$/.exec(pair) ?? [];
      return hash === "" ? [] : [[hash, Number(count)] satisfies [string, number]];
    });
}
