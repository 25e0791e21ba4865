export type { SchedulerServiceOptions } from "./scheduler-options.ts";
export type { SchedulerService } from "./scheduler-service.ts";
export { createSchedulerService } from "./scheduler-service.ts";
