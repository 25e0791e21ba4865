import type { InstalledRuntime, InstallOptions } from "../runtimes/index.ts";
import type { Machine } from "./machine.ts";
import type { RunOptions } from "./run-server.ts";

export type { ServerConfig, Settings, Surroundings } from "./config.ts";
export { resolveConfig, SETTINGS } from "./config.ts";
export type { Machine } from "./machine.ts";
export type { ServerFile } from "./server-file.ts";
export { readServerFile } from "./server-file.ts";
export { StartError } from "./start-error.ts";
export { VERSION } from "./version.ts";

/** Runs a server until it is stopped. Loaded when it is called, as the other commands need nothing of it. */
export async function runServer(options: RunOptions): Promise<number> {
  const { runServer: run } = await import("./run-server.ts");
  return run(options);
}

/** Looks at what this machine can isolate and run, without a server. */
export async function inspectMachine(dataFolder: string): Promise<Machine> {
  const { inspect } = await import("./machine.ts");
  return inspect(dataFolder);
}

/** Installs a function runtime into a data folder. Throws an `Error` that says why it could not. */
export async function installRuntime(name: string, options: InstallOptions): Promise<InstalledRuntime> {
  const { install } = await import("./install.ts");
  return install(name, options);
}
