export type { AsyncFact, DropReason, EventOwner } from "./async/async-facts.ts";
export type { RetryDelays } from "./async/attempt-verdict.ts";
export type { CodeLocations } from "./code-locations.ts";
export type { Lambda } from "./create-lambda.ts";
export { createLambda } from "./create-lambda.ts";
export type { FetchedObject, ObjectAddress, ObjectSource } from "./object-source.ts";
export { ObjectSourceError } from "./object-source.ts";
