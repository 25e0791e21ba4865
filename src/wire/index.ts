export type { Caller, Handlers, OperationContext, OperationMap } from "./operation.ts";
export { AwsError } from "./operation.ts";
export type {
  Admission,
  Authentication,
  Credential,
  Dispatcher,
  ServiceBinding,
  WireHead,
  WireResponse,
} from "./dispatcher.ts";
