export type { CodeLocationCheck, CodeLocations } from "./code-locations.ts";
export type { MemberStatus, MemberSupport } from "./compatibility.ts";
export { COMPATIBILITY } from "./compatibility.ts";
export type { LambdaPorts } from "./control-plane.ts";
export type { Lambda } from "./create-lambda.ts";
export { createLambda } from "./create-lambda.ts";
export type { ErrorEntry, ErrorName } from "./error-catalogue.ts";
export { ERROR_CATALOGUE } from "./error-catalogue.ts";
