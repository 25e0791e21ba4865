export type { LogsObserver } from "./observe-logs.ts";
export { observeLogs } from "./observe-logs.ts";
export { LogLinesLost } from "./log-writer.ts";
