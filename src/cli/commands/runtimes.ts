import { inspectMachine, installRuntime, type Machine } from "../../server/index.ts";
import { callAdmin } from "../admin-client.ts";
import { CliError } from "../cli-error.ts";
import type { Command, CommandContext, OptionValues } from "../command.ts";
import { paint, printResult, table } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

export const runtimesListCommand: Command = {
  name: "runtimes list",
  summary: "list the languages that functions can be written in here",
  options: TARGET_OPTIONS,
  examples: ["hearth runtimes list", "hearth runtimes list --json"],
  run: async (context, _words, options) => {
    const { runtimes, retired } = await machineOf(context, options);
    const found = runtimes.found.map(({ name, version }) => ({ name, version, retired: retired.includes(name) }));
    printResult(context, { found, missing: runtimes.missing }, () => {
      const rows = [
        ...found.map((runtime) =>
          runtime.retired
            ? [runtime.name, "retired", `${runtime.version}; runs the functions that exist, takes no new ones`]
            : [runtime.name, "ready", runtime.version],
        ),
        ...runtimes.missing.map(({ name, cure }) => [name, "missing", cure]),
      ];
      return table(rows, (cell, column, row) =>
        column === 1 ? paint(context.stdout, found[row]?.retired === false ? "green" : "dim", cell) : cell,
      );
    });
    return 0;
  },
};

export const runtimesInstallCommand: Command = {
  name: "runtimes install",
  summary: "install a Node.js with npm, or AWS's client for a Java with Maven",
  arguments: [["<name>", "e.g. nodejs20.x or java17"]],
  options: TARGET_OPTIONS,
  examples: ["hearth runtimes install nodejs20.x", "hearth runtimes install java17"],
  run: async (context, [name = ""], options) => {
    const target = findTarget(context, options);
    const installed = await installRuntime(name, {
      dataFolder: target.config.dataFolder,
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
