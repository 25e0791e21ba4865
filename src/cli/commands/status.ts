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
  dataFolder: (value) => ["data", String(value)],
};

function rows(status: unknown): (readonly string[])[] {
  return Object.entries(typeof status === "object" && status !== null ? status : {}).map(
    ([name, value]: [string, unknown]) => LABELS[name]?.(value) ?? [name, String(value)],
  );
}
