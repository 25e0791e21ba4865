import { homedir } from "node:os";
import { systemClock } from "../base/index.ts";
import { COMMANDS } from "./commands.ts";
import { runProgram } from "./program.ts";
import { endWithReader } from "./reader-gone.ts";

const words = process.argv.slice(2);
for (const stream of [process.stdout, process.stderr]) endWithReader(stream, words, () => process.exit(0));
process.exitCode = await runProgram(COMMANDS, words, {
  environment: process.env,
  homeFolder: homedir(),
  workingFolder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
});
