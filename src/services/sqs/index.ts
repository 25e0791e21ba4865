export { SQS_ERRORS } from "./error-catalogue.ts";
export { SQS_LIMITS } from "./compatibility.ts";
export type { SqsService, SqsServiceOptions } from "./sqs-service.ts";
export { createSqsService } from "./sqs-service.ts";
