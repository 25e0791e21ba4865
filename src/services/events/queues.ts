/** Queue of the deliveries to targets. */
export const DELIVERY_QUEUE = "events";
/** Queue of the firings to come. */
export const PLAN_QUEUE = "events-schedules";
