import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { parseFunctionArn } from "../function-name.ts";
import { functionKey } from "../function-record.ts";

type Input = LambdaModel.DestinationConfig;

/** Services that take records of asynchronous invocations (AWS Lambda developer guide, "Adding a destination"). */
const SERVICES: ReadonlySet<string> = new Set(["lambda", "sqs", "sns", "events"]);
/** Amazon S3 takes those of failures only. */
const FAILURE_SERVICES: ReadonlySet<string> = new Set([...SERVICES, "s3"]);

/**
 * Throws `AwsError` when a destination is of a kind that takes no records, or is a function that does not exist or is
 * the very one. Whether a queue, topic, bus or bucket exists is not looked at: they may be anywhere.
 *
 * @param name of the function that gets the destinations
 */
export async function checkDestinations(
  plane: ControlPlane,
  input: Input | undefined,
  name: string,
  context: OperationContext,
): Promise<void> {
  const onFailure = input?.OnFailure?.Destination || undefined;
  const onSuccess = input?.OnSuccess?.Destination || undefined;
  for (const arn of [onFailure, onSuccess])
    if (arn !== undefined && serviceOf(arn) === "lambda") await checkFunction(plane, arn, name, context);
  if (takes(FAILURE_SERVICES, onFailure) && takes(SERVICES, onSuccess)) return;
  throw lambdaError("bad-destinations", {
    onSuccess: onSuccess === undefined ? "null" : `OnSuccess(destination=${onSuccess})`,
    onFailure: onFailure === undefined ? "null" : `OnFailure(destination=${onFailure})`,
  });
}

function serviceOf(arn: string): string | undefined {
  return arn.split(":")[2];
}

/** FIFO queues and topics take no records. */
function takes(services: ReadonlySet<string>, arn: string | undefined): boolean {
  return arn === undefined || (services.has(serviceOf(arn) ?? "") && !arn.endsWith(".fifo"));
}

async function checkFunction(
  { directory }: ControlPlane,
  arn: string,
  name: string,
  { scope }: OperationContext,
): Promise<void> {
  const reference = parseFunctionArn(arn);
  const found = reference && (await directory.find(functionKey(reference.scope, reference.name)));
  if (reference === undefined || found === undefined) throw lambdaError("destination-not-found", { arn });
  const isOwn = reference.name === name && functionKey(reference.scope, name) === functionKey(scope, name);
  if (isOwn) throw lambdaError("own-destination");
}
