export type { Worker, WorkHandler, WorkOutcome, WorkToPut } from "./worker.ts";
export type { WorkerOptions } from "./worker-options.ts";
export { createWorker } from "./create-worker.ts";
