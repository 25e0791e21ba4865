import { homedir } from "node:os";
import { systemClock } from "../base/index.ts";
import { COMMANDS } from "./commands.ts";
import { runProgram } from "./program.ts";

process.exitCode = await runProgram(COMMANDS, process.argv.slice(2), {
  environment: process.env,
  homeFolder: homedir(),
  workingFolder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
});
