import { homedir } from "node:os";
import { systemClock } from "../base/index.ts";
import { upCommand } from "./commands/up.ts";
import { runProgram } from "./program.ts";
import { endWithReader } from "./reader-gone.ts";

const words = process.argv.slice(2);
for (const stream of [process.stdout, process.stderr]) endWithReader(stream, words, () => process.exit(0));
// A server that runs for weeks need not hold what all the other commands are made of.
const commands = words[0] === "up" ? [upCommand] : (await import("./commands.ts")).COMMANDS;
process.exitCode = await runProgram(commands, words, {
  environment: process.env,
  homeFolder: homedir(),
  workingFolder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
});
