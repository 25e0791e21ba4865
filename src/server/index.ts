import type { RunOptions } from "./run-server.ts";

export { ConfigError } from "./config-error.ts";
export type { ServerConfig, SettingRule, Settings, Surroundings } from "./config.ts";
export { resolveConfig, SETTINGS } from "./config.ts";
export type { ServerFile } from "./server-file.ts";
export { readServerFile } from "./server-file.ts";
export { StartError } from "./start-error.ts";
export { VERSION } from "./version.ts";

/** Runs a server until it is stopped. Loaded when it is called, as the other commands need nothing of it. */
export async function runServer(options: RunOptions): Promise<number> {
  const { runServer: run } = await import("./run-server.ts");
  return run(options);
}
