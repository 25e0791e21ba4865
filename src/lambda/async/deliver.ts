import { type MessageAttribute, type Sender, TargetError, type Targets } from "../../base/index.ts";
import type { DeliveryState } from "./delivery.ts";

type Deliver = (targets: Targets, state: DeliveryState, body: Buffer, sender: Sender) => Promise<void>;

/** How a record or a dead letter reaches each kind of target, by the service of its ARN. */
const WAYS: Readonly<Record<string, Deliver>> = {
  sqs: (targets, state, body, sender) =>
    targets.sendMessage(state.targetArn, { body: body.toString("utf8"), ...attributesOf(state) }, sender),
  sns: (targets, state, body, sender) =>
    targets.publish(state.targetArn, { message: body.toString("utf8"), ...attributesOf(state) }, sender),
  lambda: (targets, { targetArn, deliveryId }, payload, sender) =>
    targets.invokeFunction(targetArn, { payload, requestId: deliveryId }, sender),
  events: (targets, { targetArn, functionArn, succeeded, recordedMs }, body, sender) =>
    targets.putEvent(
      targetArn,
      {
        source: "lambda",
        detailType: `Lambda Function Invocation Result - ${succeeded ? "Success" : "Failure"}`,
        detail: body.toString("utf8"),
        resources: [targetArn, functionArn],
        timeMs: recordedMs,
      },
      sender,
    ),
  s3: (targets, state, body, sender) =>
    targets.putObject(state.targetArn, { key: objectKey(state), body, contentType: "application/json" }, sender),
};

/** Delivers once. Throws `TargetError` when the target does not accept. */
export async function deliver(targets: Targets, state: DeliveryState, payload: Uint8Array): Promise<void> {
  const { targetArn, accountId, region, functionArn, traceHeader } = state;
  const way = WAYS[targetArn.split(":")[2] ?? ""];
  if (way === undefined)
    throw new TargetError("UnknownTarget", `no service is known for ${targetArn}`, { retryable: false });
  const sender: Sender = {
    principal: "lambda.amazonaws.com",
    sourceArn: functionArn,
    scope: { accountId, region },
    traceHeader,
  };
  await way(targets, state, Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength), sender);
}

function attributesOf(state: DeliveryState): { readonly attributes?: Readonly<Record<string, MessageAttribute>> } {
  if (state.kind === "destination") return {};
  return {
    attributes: {
      RequestID: { dataType: "String", stringValue: state.requestId },
      ErrorCode: { dataType: "Number", stringValue: String(state.errorCode) },
      ErrorMessage: { dataType: "String", stringValue: state.errorMessage },
    },
  };
}

/** `aws/lambda/async/NAME/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID` (AWS Lambda developer guide, "Amazon S3 destinations"). */
function objectKey({ functionName, recordedMs, deliveryId }: DeliveryState): string {
  const time = new Date(recordedMs).toISOString().slice(0, 19);
  const folder = time.slice(0, 10).replaceAll("-", "/");
  return `aws/lambda/async/${functionName}/${folder}/${time.replaceAll(":", ".")}-${deliveryId}`;
}
