import { callAdmin } from "../admin-client.ts";
import type { Command, CommandContext } from "../command.ts";
import { paint, printResult, table } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

export const poolCommand: Command = {
  name: "pool",
  summary: "show the environments of each function, and the runtimes that wait for one",
  options: TARGET_OPTIONS,
  examples: ["hearth pool", "hearth pool --json"],
  run: async (context, _words, options) => {
    const pool = await callAdmin(findTarget(context, options), "GET", "pool");
    printResult(context, pool, () => forPeople(pool, context));
    return 0;
  },
};

const COLUMNS = ["environments", "busy", "idle", "provisioned", "waiting"] as const;

function forPeople(pool: unknown, { stdout }: CommandContext): string {
  const { stems, admissions, functions } = members(pool);
  const { max, waiting, shapes, hits, misses } = members(stems);
  const kinds = list(waiting).map((kind) => [
    String(kind["count"]),
    String(kind["runtime"]),
    `${String(kind["memoryMib"])} MiB`,
  ]);
  const rows = list(functions).map((one) => [
    String(one["functionArn"]).replace(/^.*:function:/, ""),
    ...COLUMNS.map((column) => String(one[column])),
  ]);
  return [
    paint(stdout, "bold", `Runtimes that wait for a function (at most ${String(max)})`),
    kinds.length === 0 ? "none" : table(kinds),
    paint(stdout, "dim", `${String(hits)} cold starts came from one, ${String(misses)} could have and booted instead`),
    ...shapeLines(list(shapes), stdout),
    "",
    doorLine(members(admissions)),
    "",
    rows.length === 0
      ? "No function has an environment."
      : table([["FUNCTION", ...COLUMNS.map((column) => column.toUpperCase())], ...rows], (cell, _column, row) =>
          row === 0 ? paint(stdout, "bold", cell) : cell,
        ),
  ].join("\n");
}

/** What cold starts of each shape came from since the server started. */
function shapeLines(shapes: readonly Record<string, unknown>[], stdout: CommandContext["stdout"]): string[] {
  if (shapes.length === 0) return [];
  const head = ["RUNTIME", "MEMORY", "TMP", "HITS", "MISSES", "DIRECT", "GROWN", "DISCARDED"];
  const rows = shapes.map((shape) => [
    String(shape["runtime"]),
    ...["memoryMib", "tmpMib", "hits", "misses", "direct", "grown"].map((name) => String(shape[name])),
    reasons(members(shape["discarded"])),
  ]);
  return ["", table([head, ...rows], (cell, _column, row) => (row === 0 ? paint(stdout, "bold", cell) : cell))];
}

function doorLine({ admitted, spilledOver, throttled }: Record<string, unknown>): string {
  const refused = reasons(members(throttled));
  return `${String(admitted)} events were let in, ${String(spilledOver)} of them beyond provisioned concurrency; refused: ${refused}`;
}

/** Those that are not nought, e.g. `2 memory, 1 broken`. */
function reasons(counts: Record<string, unknown>): string {
  const some = Object.entries(counts).filter(([, count]) => count !== 0);
  return some.length === 0 ? "none" : some.map(([reason, count]) => `${String(count)} ${reason}`).join(", ");
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(members) : [];
}
