export { SCHEDULER_LIMITS } from "./compatibility.ts";
export { SCHEDULER_MESSAGES } from "./error-catalogue.ts";
export type { SchedulerService, SchedulerServiceOptions } from "./scheduler-service.ts";
export { createSchedulerService } from "./scheduler-service.ts";
