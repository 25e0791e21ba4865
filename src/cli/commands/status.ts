import { callAdmin } from "../admin-client.ts";
import type { Command } from "../command.ts";
import { paint, printResult, table } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

export const statusCommand: Command = {
  name: "status",
  summary: "show the server that is running",
  options: TARGET_OPTIONS,
  examples: ["hearth status", "hearth status --json"],
  run: async (context, _words, options) => {
    const status = await callAdmin(findTarget(context, options), "GET", "status");
    printResult(context, status, () =>
      table(rows(status), (cell, column) => (column === 0 ? paint(context.stdout, "dim", cell) : cell)),
    );
    return 0;
  },
};

const MEBIBYTE = 1_048_576;
const LABELS: Readonly<Record<string, (value: unknown) => readonly [label: string, value: string]>> = {
  memoryBytes: (value) => ["memory", `${(Number(value) / MEBIBYTE).toFixed(1)} MiB`],
  uptimeMs: (value) => ["uptime", `${Math.round(Number(value) / 1_000)} s`],
  accountId: (value) => ["account", String(value)],
  stems: (value) => ["stem cells", stemCells(value)],
  dataFolder: (value) => ["data", String(value)],
};

/** e.g. `2 nodejs22.x (128 MiB); 12 cold starts from one, 3 without`. */
function stemCells(value: unknown): string {
  const { waiting, hits, misses }: Record<string, unknown> = typeof value === "object" ? { ...value } : {};
  const kinds = Array.isArray(waiting)
    ? waiting.map(
        (kind: Record<string, unknown>) =>
          `${String(kind["count"])} ${String(kind["runtime"])} (${String(kind["memoryMib"])} MiB)`,
      )
    : [];
  return `${kinds.join(", ") || "none"}; ${String(hits)} cold starts from one, ${String(misses)} without`;
}

function rows(status: unknown): (readonly string[])[] {
  return Object.entries(typeof status === "object" && status !== null ? status : {}).map(
    ([name, value]: [string, unknown]) => LABELS[name]?.(value) ?? [name, String(value)],
  );
}
