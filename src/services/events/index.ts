export type { EventsServiceOptions } from "./events-options.ts";
export type { EventsService } from "./events-service.ts";
export { createEventsService } from "./events-service.ts";
