export type { MemberLimit } from "./compatibility.ts";
export { EVENTS_LIMITS } from "./compatibility.ts";
export { EVENTS_MESSAGES } from "./error-catalogue.ts";
export type { EventsService, EventsServiceOptions } from "./events-service.ts";
export { createEventsService } from "./events-service.ts";
