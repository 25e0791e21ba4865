import type { Command } from "./command.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { envCommand } from "./commands/env.ts";
import { invokeCommand } from "./commands/invoke.ts";
import { keysCreateCommand, keysListCommand, keysRemoveCommand } from "./commands/keys.ts";
import { logsCommand } from "./commands/logs.ts";
import { poolCommand } from "./commands/pool.ts";
import { runtimesInstallCommand, runtimesListCommand } from "./commands/runtimes.ts";
import { statusCommand } from "./commands/status.ts";
import { upCommand } from "./commands/up.ts";
import { versionCommand } from "./commands/version.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  upCommand,
  doctorCommand,
  runtimesListCommand,
  runtimesInstallCommand,
  statusCommand,
  poolCommand,
  envCommand,
  invokeCommand,
  logsCommand,
  keysCreateCommand,
  keysListCommand,
  keysRemoveCommand,
  versionCommand,
];
