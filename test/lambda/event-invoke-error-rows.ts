import { calling, type ErrorRow, invalid, notFound, row } from "./error-row.ts";

const FUNCTION = { FunctionName: "f" };
const LOST = { FunctionName: "lost" };
const BAD = "The provided destination config DestinationConfig";

/** Requests about event invoke configs that fail. */
export const EVENT_INVOKE_ERRORS: readonly ErrorRow[] = [
  row(
    "no-event-invoke-setting",
    invalid,
    "You must specify at least one of error handling or destination setting.",
    calling("PutFunctionEventInvokeConfig", FUNCTION),
  ),
  row(
    "no-event-invoke-setting",
    invalid,
    "You must specify at least one of error handling or destination setting.",
    calling("UpdateFunctionEventInvokeConfig", { ...LOST, DestinationConfig: {} }),
  ),
  row(
    "event-invoke-function-not-found",
    notFound,
    "The function doesn't exist.",
    calling("PutFunctionEventInvokeConfig", { ...LOST, MaximumRetryAttempts: 0 }),
  ),
  row(
    "event-invoke-function-not-found",
    notFound,
    "The function doesn't exist.",
    calling("PutFunctionEventInvokeConfig", { ...FUNCTION, Qualifier: "noalias", MaximumRetryAttempts: 0 }),
  ),
  row(
    "event-invoke-function-not-found",
    notFound,
    "The function doesn't exist.",
    calling("ListFunctionEventInvokeConfigs", LOST),
  ),
  row(
    "event-invoke-config-not-found",
    notFound,
    "The function ARN:f:$LATEST doesn't have an EventInvokeConfig",
    calling("UpdateFunctionEventInvokeConfig", { ...FUNCTION, MaximumRetryAttempts: 0 }),
  ),
  row(
    "event-invoke-config-not-found",
    notFound,
    "The function ARN:lost:$LATEST doesn't have an EventInvokeConfig",
    calling("GetFunctionEventInvokeConfig", LOST),
  ),
  row(
    "event-invoke-config-not-found",
    notFound,
    "The function ARN:f:7 doesn't have an EventInvokeConfig",
    calling("DeleteFunctionEventInvokeConfig", { FunctionName: "f:7" }),
  ),
  row("own-destination", invalid, "You can't specify the function as a destination for itself.", (account) =>
    account.failure("PutFunctionEventInvokeConfig", {
      ...FUNCTION,
      DestinationConfig: { OnSuccess: { Destination: account.arn("f") } },
    }),
  ),
  row("destination-not-found", invalid, "The destination ARN ARN:lost is invalid.", (account) =>
    account.failure("PutFunctionEventInvokeConfig", {
      ...FUNCTION,
      DestinationConfig: { OnFailure: { Destination: account.arn("lost") } },
    }),
  ),
  row(
    "bad-destinations",
    invalid,
    `${BAD}(onSuccess=OnSuccess(destination=arn:aws:iam::000000000000:role/x), onFailure=null) is invalid.`,
    calling("PutFunctionEventInvokeConfig", {
      ...FUNCTION,
      DestinationConfig: { OnSuccess: { Destination: "arn:aws:iam::000000000000:role/x" } },
    }),
  ),
  row(
    "bad-destinations",
    invalid,
    `${BAD}(onSuccess=OnSuccess(destination=arn:aws:s3:::b), onFailure=OnFailure(destination=arn:aws:s3:::b)) is invalid.`,
    calling("PutFunctionEventInvokeConfig", {
      ...FUNCTION,
      DestinationConfig: {
        OnSuccess: { Destination: "arn:aws:s3:::b" },
        OnFailure: { Destination: "arn:aws:s3:::b" },
      },
    }),
  ),
  row(
    "bad-destinations",
    invalid,
    `${BAD}(onSuccess=null, onFailure=OnFailure(destination=arn:aws:sqs:eu-west-1:000000000000:q.fifo)) is invalid.`,
    calling("PutFunctionEventInvokeConfig", {
      ...FUNCTION,
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-west-1:000000000000:q.fifo" } },
    }),
  ),
];
