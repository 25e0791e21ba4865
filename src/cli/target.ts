import { readServerFile, resolveConfig, type ServerConfig, type ServerFile } from "../server/index.ts";
import { CliError, USAGE } from "./cli-error.ts";
import { type CommandContext, type CommandOption, type OptionValues, text } from "./command.ts";

/** The options of every command that talks to a server. */
export const TARGET_OPTIONS: readonly CommandOption[] = [
  { flags: "--endpoint <url>", summary: "address of the server (HEARTH_ENDPOINT, else that of the data folder)" },
  { flags: "--data <folder>", summary: "data folder of the server (HEARTH_DATA, ~/.hearth)" },
];

/** A server to talk to. */
export interface Target {
  readonly endpoint: string;
  /** Whether somebody named that address, rather than the data folder or a default. */
  readonly isTold: boolean;
  /** What the server wrote into its data folder; undefined when that folder is not here. */
  readonly file: ServerFile | undefined;
  readonly config: ServerConfig;
}

/** Where the server is: as told, as its data folder says, or where it would be by default. Asks nobody. */
export function findTarget(context: CommandContext, options: OptionValues): Target {
  const config = resolveConfig({ data: text(options, "data") }, context);
  const file = readServerFile(config.dataFolder);
  const told = text(options, "endpoint") ?? context.environment["HEARTH_ENDPOINT"];
  const endpoint = told ?? file?.endpoint ?? `http://127.0.0.1:${config.port}`;
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new CliError(`"${endpoint}" is not the address of a server`, {
      cure: "Give one such as http://localhost:4566",
      exitCode: USAGE,
    });
  const isItsOwn = file !== undefined && sameAddress(file.endpoint, url.origin);
  return { endpoint: url.origin, isTold: told !== undefined, file: isItsOwn ? file : undefined, config };
}

/** Whether the token in the file is meant for this address; it must not go to another one. */
function sameAddress(left: string, right: string): boolean {
  const [one, other] = [left, right].map((origin) => origin.replace("//localhost:", "//127.0.0.1:"));
  return one === other;
}
