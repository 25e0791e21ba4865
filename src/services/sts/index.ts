export type { StsService } from "./sts-service.ts";
export { createStsService } from "./sts-service.ts";
