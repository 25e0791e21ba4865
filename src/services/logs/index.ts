export type { LogsService } from "./logs-service.ts";
export { createLogsService } from "./logs-service.ts";
