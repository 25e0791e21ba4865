/** The queue of plans, firings that have begun, and groups that are being deleted. */
export const SCHEDULER_QUEUE = "scheduler";
