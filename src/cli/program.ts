import { Command as Program, CommanderError } from "commander";
import { VERSION } from "../server/index.ts";
import { CliError, USAGE } from "./cli-error.ts";
import type { Command, CommandContext, OptionValues } from "./command.ts";
import { paint } from "./print.ts";

const GROUPS: Readonly<Record<string, string>> = {
  keys: "access keys, for --auth sigv4",
  runtimes: "the languages functions can be written in",
};

/** Parses the words of a command line and runs the command they name; resolves with the exit status. */
export async function runProgram(
  commands: readonly Command[],
  words: readonly string[],
  context: Omit<CommandContext, "json">,
): Promise<number> {
  let status = 0;
  const program = buildProgram(commands, context, async (command, args, options) => {
    status = await command.run({ ...context, json: options["json"] === true }, args, options);
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    // Commander has printed what was wrong, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    return report(error, words.includes("--json"), context.stderr);
  }
}

function report(error: unknown, asJson: boolean, stderr: NodeJS.WritableStream): number {
  const message = error instanceof Error ? error.message : String(error);
  const cure = error instanceof CliError ? error.cure : undefined;
  const isConfigError = error instanceof Error && error.name === "ConfigError";
  const expected = error instanceof CliError || isConfigError;
  if (asJson) stderr.write(`${JSON.stringify({ error: { message, ...(cure === undefined ? {} : { cure }) } })}\n`);
  else {
    stderr.write(`${paint(stderr, "red", "hearth:")} ${expected ? message : ((error as Error).stack ?? message)}\n`);
    if (cure !== undefined) stderr.write(`${paint(stderr, "dim", "  ")}${cure}\n`);
  }
  if (isConfigError) return USAGE;
  return error instanceof CliError ? error.exitCode : 1;
}

type Run = (command: Command, args: readonly string[], options: OptionValues) => Promise<void>;

function buildProgram(commands: readonly Command[], context: Omit<CommandContext, "json">, run: Run): Program {
  const program = configure(new Program("hearth"), context)
    .description("AWS Lambda that you run on your own machines.")
    .version(VERSION, "-V, --version", "print the version")
    .addHelpText(
      "after",
      examplesOf(["hearth up", 'eval "$(hearth env)" && aws lambda list-functions', "hearth doctor"]),
    );
  const groups = new Map<string, Program>();
  for (const command of commands) {
    const [first = "", second] = command.name.split(" ");
    if (second === undefined) addCommand(program, first, command, context, run);
    else {
      const group = groups.get(first) ?? configure(program.command(first), context).description(GROUPS[first] ?? "");
      groups.set(first, group);
      addCommand(group, second, command, context, run);
    }
  }
  return program;
}

function addCommand(
  parent: Program,
  name: string,
  command: Command,
  context: Omit<CommandContext, "json">,
  run: Run,
): void {
  const sub = configure(parent.command(name), context).description(command.summary);
  for (const [argument, summary] of command.arguments ?? []) sub.argument(argument, summary);
  for (const { flags, summary } of command.options) sub.option(flags, summary);
  sub.option("--json", "print JSON");
  sub.addHelpText("after", examplesOf(command.examples));
  sub.action(async () => {
    await run(command, sub.args, sub.opts());
  });
}

function configure(program: Program, { stdout, stderr }: Omit<CommandContext, "json">): Program {
  return program
    .exitOverride()
    .showHelpAfterError("(add --help to see what there is)")
    .helpCommand(false)
    .configureHelp({
      styleTitle: (title) => paint(stdout, "bold", title),
      styleCommandText: (name) => paint(stdout, "cyan", name),
    })
    .configureOutput({
      writeOut: (content) => stdout.write(content),
      writeErr: (content) => stderr.write(content),
      outputError: (content, write) => {
        write(content.replace(/^error:/, paint(stderr, "red", "hearth:")));
      },
    });
}

function examplesOf(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`;
}
