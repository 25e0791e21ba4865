import { inspectMachine, type Machine } from "../../server/index.ts";
import { bestCure, bestTier } from "../best-cure.ts";
import { FAILURE } from "../cli-error.ts";
import { type Command, type CommandContext } from "../command.ts";
import { powershellLine } from "../powershell-line.ts";
import { stemLines } from "../stem-lines.ts";
import { paint, printResult, table } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

export const doctorCommand: Command = {
  name: "doctor",
  summary: "say what this machine can isolate and run, and what would improve it",
  options: TARGET_OPTIONS,
  examples: ["hearth doctor", "hearth doctor --json"],
  run: async (context, _words, options) => {
    const machine = await inspectMachine(findTarget(context, options).config.dataFolder);
    const best = bestTier(machine);
    const improvement = bestCure(machine);
    const runtimes = {
      found: machine.runtimes.found.map(({ name, version, gap }) => ({
        name,
        version,
        retired: machine.retired.includes(name),
        gap,
      })),
      missing: machine.runtimes.missing,
      powershell: machine.powershell,
      hasNodeConnection: machine.hasNodeConnection,
    };
    const stemCells = stemLines(machine);
    const document = { tiers: machine.tiers, chosen: best?.tier, runtimes, stemCells, improvement };
    printResult(context, document, () => forPeople(machine, context));
    return best === undefined ? FAILURE : 0;
  },
};

function forPeople(machine: Machine, { stdout }: CommandContext): string {
  const best = bestTier(machine);
  const lines: string[] = [];
  for (const { tier, usable, reason, guarantees } of machine.tiers) {
    const mark = usable ? paint(stdout, "green", "yes") : paint(stdout, "red", "no ");
    const chosen = tier === best?.tier ? paint(stdout, "bold", "  <- hearth up takes this one") : "";
    lines.push(`${mark} ${paint(stdout, "bold", tier)}: ${reason}${chosen}`);
    const rows = guarantees.map(({ name, held, how }) => ["   ", held ? "+" : "-", name, how]);
    if (rows.length > 0) lines.push(table(rows, (cell, column) => (column === 2 ? paint(stdout, "dim", cell) : cell)));
  }
  const { found, missing } = machine.runtimes;
  const ready = found.map(({ name }) => name).filter((name) => !machine.retired.includes(name));
  lines.push("", `${paint(stdout, "bold", "Runtimes")}  ${ready.join(" ") || "none"}`);
  if (machine.retired.length > 0)
    lines.push(
      `Retired   ${machine.retired.join(" ")}`,
      "          (functions that exist run, new ones are not taken)",
    );
  for (const { name, gap } of found)
    if (gap !== undefined) lines.push(`          ${name} does not run ${gap.handlers} yet: ${gap.cure}`);
  const installable = missing.filter(({ curable }) => curable);
  if (installable.length > 0)
    lines.push(
      `Missing   ${installable.map(({ name }) => name).join(" ")}`,
      "          (how to get them: hearth runtimes list)",
    );
  lines.push(`PowerShell: ${powershellLine(machine)}`);
  if (!machine.hasNodeConnection)
    lines.push(
      "Node.js: without its compiled connection, which saves 0.8 MB in each environment:",
      "          apt-get install -y gcc libc6-dev && npm run build:launcher",
    );
  const [stems = "", ...stemNotes] = stemLines(machine);
  lines.push(`Stem cells: ${stems}`, ...stemNotes.map((note) => `          ${note}`));
  const improvement = bestCure(machine);
  lines.push("");
  if (improvement === undefined) lines.push("Nothing is missing here.");
  else
    lines.push(
      `What would improve this machine most (${improvement.why}):`,
      `  ${paint(stdout, "cyan", improvement.command)}`,
    );
  return lines.join("\n");
}
