export { ConfigError } from "./config-error.ts";
export type { ServerConfig, SettingRule, Settings, Surroundings } from "./config.ts";
export { resolveConfig, SETTINGS } from "./config.ts";
export type { ServerFile } from "./server-file.ts";
export { readServerFile } from "./server-file.ts";
export { VERSION } from "./version.ts";
