export type { LogsService, LogsServiceOptions } from "./logs-service.ts";
export { createLogsService } from "./logs-service.ts";
