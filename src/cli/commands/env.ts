import { basename } from "node:path";
import { callAdmin, member } from "../admin-client.ts";
import { CliError, USAGE } from "../cli-error.ts";
import { type Command, type CommandContext, text } from "../command.ts";
import { printResult } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

type Shell = "sh" | "fish" | "powershell";

/** How each shell sets a variable. The values are of our own making but for the endpoint, so they are quoted. */
const FORMS: Readonly<Record<Shell, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  fish: (name, value) => `set -gx ${name} '${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
  powershell: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
};

export const envCommand: Command = {
  name: "env",
  summary: "print the variables that point AWS clients at the server",
  options: [
    ...TARGET_OPTIONS,
    { flags: "--shell <name>", summary: "sh, fish or powershell (default: that of $SHELL)" },
  ],
  examples: ['eval "$(hearth env)"', "hearth env --shell fish | source", "hearth env --json"],
  run: async (context, _words, options) => {
    const form = FORMS[shellOf(text(options, "shell"), context)];
    const target = findTarget(context, options);
    const status = target.file === undefined ? undefined : await callAdmin(target, "GET", "status");
    const region = member(status, "region") ?? target.config.region;
    const variables: Record<string, string> = {
      AWS_ENDPOINT_URL: target.endpoint,
      AWS_DEFAULT_REGION: region,
      AWS_REGION: region,
    };
    if (member(status, "auth") === "sigv4")
      context.stderr.write("# this server verifies signatures: set the keys that `hearth keys create` made\n");
    else {
      // A key that is an account number chooses that account while signatures are not checked.
      variables["AWS_ACCESS_KEY_ID"] = member(status, "accountId") ?? target.config.accountId;
      variables["AWS_SECRET_ACCESS_KEY"] = "test";
    }
    printResult(context, variables, () =>
      Object.entries(variables)
        .map(([name, value]) => form(name, value))
        .join("\n"),
    );
    return 0;
  },
};

function shellOf(named: string | undefined, { environment }: CommandContext): Shell {
  if (named === undefined) return basename(environment["SHELL"] ?? "sh") === "fish" ? "fish" : "sh";
  if (named === "bash" || named === "zsh") return "sh";
  if (named === "sh" || named === "fish" || named === "powershell") return named;
  throw new CliError(`--shell is "${named}"`, { cure: "It can be only sh, fish or powershell", exitCode: USAGE });
}
