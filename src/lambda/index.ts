export type { CodeLocations } from "./code-locations.ts";
export { COMPATIBILITY } from "./compatibility.ts";
export type { Lambda } from "./create-lambda.ts";
export { createLambda } from "./create-lambda.ts";
export { ERROR_CATALOGUE } from "./error-catalogue.ts";
