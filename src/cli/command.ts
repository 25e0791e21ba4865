import type { Clock } from "../base/index.ts";
import type { Surroundings } from "../server/index.ts";

/** What a command works with: the process it runs in, as a value, so that tests can give it another. */
export interface CommandContext extends Surroundings {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly clock: Clock;
  /** Print one JSON document instead of text for people. */
  readonly json: boolean;
}

export interface CommandOption {
  /** As `commander` reads it, e.g. `-p, --payload <text>`. */
  readonly flags: string;
  readonly summary: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** One command as a value. The help, the parser and the documentation are all made from it. */
export interface Command {
  /** e.g. `up`, or `keys create` for a command below another. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** As `commander` reads them, e.g. `<name>`, with what each is. */
  readonly arguments?: readonly (readonly [name: string, summary: string])[];
  readonly options: readonly CommandOption[];
  readonly examples: readonly string[];
  /** Resolves with the exit status. Throws `CliError`. */
  run(context: CommandContext, words: readonly string[], options: OptionValues): Promise<number>;
}

/** The text of an option that takes one; undefined when it was not given. */
export function text(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}
