import { inspectMachine, installRuntime, type Machine } from "../../server/index.ts";
import { callAdmin } from "../admin-client.ts";
import { CliError } from "../cli-error.ts";
import { type Command, type CommandContext, type OptionValues, text } from "../command.ts";
import { powershellLine } from "../powershell-line.ts";
import { paint, printResult, table } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

export const runtimesListCommand: Command = {
  name: "runtimes list",
  summary: "list the languages that functions can be written in here",
  options: TARGET_OPTIONS,
  examples: ["hearth runtimes list", "hearth runtimes list --json"],
  run: async (context, _words, options) => {
    const machine = await machineOf(context, options);
    const { runtimes, retired, powershell } = machine;
    const found = runtimes.found.map(({ name, version, gap }) => ({
      name,
      version,
      retired: retired.includes(name),
      gap,
    }));
    printResult(context, { found, missing: runtimes.missing, powershell }, () => {
      const rows = [
        ...found.map((runtime) =>
          runtime.retired
            ? [runtime.name, "retired", `${runtime.version}; runs the functions that exist, takes no new ones`]
            : [runtime.name, "ready", `${runtime.version}${notYet(runtime.gap)}`],
        ),
        ...runtimes.missing.map(({ name, cure, curable }) => [
          name,
          "missing",
          curable ? cure : `not supported; ${cure}`,
        ]),
      ];
      const listing = table(rows, (cell, column, row) =>
        column === 1 ? paint(context.stdout, found[row]?.retired === false ? "green" : "dim", cell) : cell,
      );
      return `${listing}\nPowerShell: ${powershellLine(machine)}`;
    });
    return 0;
  },
};

export const runtimesInstallCommand: Command = {
  name: "runtimes install",
  summary: "install a Node.js with npm, AWS's client for a Java with Maven, or that for .NET from a folder",
  arguments: [["<name>", "e.g. nodejs20.x or java17"]],
  options: [{ flags: "--from <folder>", summary: "AWS's client for .NET, published as a program" }, ...TARGET_OPTIONS],
  examples: [
    "hearth runtimes install nodejs20.x",
    "hearth runtimes install java17",
    "hearth runtimes install dotnet8 --from ./client",
  ],
  run: async (context, [name = ""], options) => {
    const target = findTarget(context, options);
    const from = text(options, "from");
    const installed = await installRuntime(name, {
      dataFolder: target.config.dataFolder,
      ...(from === undefined ? {} : { from }),
      environment: context.environment,
      onProgress: (line) => context.stderr.write(`${paint(context.stderr, "dim", line)}\n`),
    }).catch((cause: unknown) => {
      throw new CliError(cause instanceof Error ? cause.message : String(cause), { cause });
    });
    const told = target.file !== undefined && (await tellServer(context, options));
    printResult(context, { ...installed, serverTold: told }, () =>
      told ? `${name} is ready, and the running server knows it.` : `${name} is ready.`,
    );
    return 0;
  },
};

function notYet(gap: Machine["runtimes"]["found"][number]["gap"]): string {
  return gap === undefined ? "" : `; not yet for ${gap.handlers}: ${gap.cure}`;
}

/** False when no server runs; it will look for itself when it starts. */
async function tellServer(context: CommandContext, options: OptionValues): Promise<boolean> {
  try {
    await callAdmin(findTarget(context, options), "POST", "runtimes/refresh");
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
}

/** What the running server found, or, when none runs, what one would find. */
async function machineOf(context: CommandContext, options: OptionValues): Promise<Machine> {
  const target = findTarget(context, options);
  if (target.file === undefined) return inspectMachine(target.config.dataFolder);
  try {
    return (await callAdmin(target, "GET", "machine")) as Machine;
  } catch (error) {
    // The file of a server that was killed.
    if (error instanceof CliError) return inspectMachine(target.config.dataFolder);
    throw error;
  }
}
