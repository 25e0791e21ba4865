export type { Worker, WorkHandler, WorkOutcome, WorkToPut } from "./worker.ts";
