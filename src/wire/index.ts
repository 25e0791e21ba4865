export type { Caller, Handlers, OperationContext, OperationMap } from "./operation.ts";
export { AwsError } from "./operation.ts";
export { createDispatcher } from "./create-dispatcher.ts";
export type { MessageValues } from "./message-template.ts";
export { fillMessage } from "./message-template.ts";
export type { OperationWrapper } from "./translate-failures.ts";
export { translateFailures } from "./translate-failures.ts";
export type { PresignOptions } from "./signature/presign.ts";
export { presignUrl } from "./signature/presign.ts";
export type {
  Admission,
  AnyServiceBinding,
  Authentication,
  Credential,
  Dispatcher,
  DispatcherOptions,
  Handler,
  HandlerTable,
  ServiceBinding,
  WireHead,
  WireResponse,
} from "./dispatcher.ts";
export type * as EventsModel from "./models/events.ts";
export type * as LambdaModel from "./models/lambda.ts";
export type * as LogsModel from "./models/logs.ts";
export type * as SchedulerModel from "./models/scheduler.ts";
export type * as SnsModel from "./models/sns.ts";
export type * as SqsModel from "./models/sqs.ts";
export type * as StsModel from "./models/sts.ts";
export type { EventsOperations } from "./models/events.ts";
export type { LambdaOperations } from "./models/lambda.ts";
export type { LogsOperations } from "./models/logs.ts";
export type { SchedulerOperations } from "./models/scheduler.ts";
export type { SnsOperations } from "./models/sns.ts";
export type { SqsOperations } from "./models/sqs.ts";
export type { StsOperations } from "./models/sts.ts";
