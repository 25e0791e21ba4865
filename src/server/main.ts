// The server alone, without the command line: settings come from the environment.
import { homedir } from "node:os";
import { systemClock, systemRandom } from "../base/index.ts";
import { ConfigError } from "./config-error.ts";
import { runServer } from "./run-server.ts";
import { StartError } from "./start-error.ts";

try {
  process.exit(
    await runServer({
      settings: {},
      environment: process.env,
      homeFolder: homedir(),
      workingFolder: process.cwd(),
      stdout: process.stdout,
      stderr: process.stderr,
      clock: systemClock,
      random: systemRandom,
      json: false,
    }),
  );
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
  const cure = error instanceof StartError ? error.cure : undefined;
  process.stderr.write(`hearth: ${error.message}\n${cure === undefined ? "" : `  ${cure}\n`}`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
