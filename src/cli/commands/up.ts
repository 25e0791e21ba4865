import { systemRandom } from "../../base/index.ts";
import { runServer, type Settings, SETTINGS, StartError } from "../../server/index.ts";
import { CliError } from "../cli-error.ts";
import { type Command, type OptionValues, text } from "../command.ts";

const NAMES = [
  "port",
  "host",
  "data",
  "store",
  "auth",
  "tier",
  "stems",
  "region",
  "account",
  "s3Endpoint",
  "signingRoots",
] as const satisfies (keyof Settings)[];

export const upCommand: Command = {
  name: "up",
  summary: "start the server",
  options: NAMES.map((name) => {
    const { flag, variable, fallback, summary } = SETTINGS[name];
    return { flags: `${flag} <value>`, summary: `${summary} (${variable}; default: ${fallback})` };
  }),
  examples: ["hearth up", "hearth up --port 8080 --data ./state", "hearth up --host 0.0.0.0 --auth sigv4"],
  run: async (context, _words, options) => {
    try {
      const status = await runServer({ ...context, settings: settingsOf(options), random: systemRandom });
      // A second Ctrl-C must end the process whatever is still open in it.
      process.exit(status);
    } catch (error) {
      throw error instanceof StartError ? new CliError(error.message, { cure: error.cure, cause: error }) : error;
    }
  },
};

function settingsOf(options: OptionValues): Settings {
  return Object.fromEntries(NAMES.map((name) => [name, text(options, name)]));
}
