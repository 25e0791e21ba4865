import { type Sender, TargetError, type Targets } from "../../../base/index.ts";
import type { TargetRecord } from "../directory/rule-record.ts";

/** What is sent to a target. */
export interface Dispatch {
  readonly target: TargetRecord;
  readonly input: string;
  readonly sender: Sender;
  readonly requestId: string;
}

type Send = (targets: Targets, dispatch: Dispatch) => Promise<void>;

/** By the service in the ARN. Buses are not here: they are this service's own. */
const SENDS: ReadonlyMap<string, Send> = new Map<string, Send>([
  ["lambda", invoke],
  ["sqs", sendMessage],
  ["sns", (targets, { target, input, sender }) => targets.publish(target.arn, { message: input }, sender)],
]);

/** The service that an ARN names. */
export function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}

/** Resolves once the target has accepted. Throws `TargetError`. */
export async function send(targets: Targets, dispatch: Dispatch): Promise<void> {
  const { arn } = dispatch.target;
  const action = SENDS.get(serviceOf(arn));
  if (action === undefined)
    throw new TargetError("TargetServiceMissing", `this server cannot deliver to ${arn}`, { retryable: false });
  await action(targets, dispatch);
}

/** A function is given JSON; a template may have made something else. */
async function invoke(targets: Targets, { target, input, sender, requestId }: Dispatch): Promise<void> {
  try {
    JSON.parse(input);
  } catch (error) {
    throw new TargetError("InvalidJson", "the input of the target is not JSON", { retryable: false, cause: error });
  }
  await targets.invokeFunction(target.arn, { payload: new TextEncoder().encode(input), requestId }, sender);
}

async function sendMessage(targets: Targets, { target, input, sender }: Dispatch): Promise<void> {
  const group = target.messageGroupId === null ? {} : { groupId: target.messageGroupId };
  await targets.sendMessage(target.arn, { body: input, ...group }, sender);
}
