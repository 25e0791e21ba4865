export type { SqsServiceOptions } from "./sqs-options.ts";
export type { SqsService } from "./sqs-service.ts";
export { createSqsService } from "./sqs-service.ts";
