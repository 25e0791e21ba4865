import type { QueueDirectory } from "../queues/queue-directory.ts";
import { readQueueArn } from "../queues/queue.ts";
import { invalidValue, sqsError } from "../sqs-error.ts";
import { redriveAllowed, readRedriveAllowPolicy } from "../redrive/redrive-policy.ts";
import { jsonObject } from "./policy-text.ts";

const PERMISSIONS: readonly unknown[] = ["allowAll", "denyAll", "byQueue"];
const SOURCES_MAX = 10;
const RECEIVES_MAX = 1_000;

/** Throws `InvalidParameterValue` for a RedrivePolicy that the queue may not have. */
export async function checkRedrivePolicy(
  queues: QueueDirectory,
  source: { readonly arn: string; readonly fifo: boolean },
  text: string,
): Promise<void> {
  const invalid = (reason: string): Error => invalidValue("RedrivePolicy", text, reason);
  const policy = jsonObject(text);
  if (policy === undefined) throw invalid("Redrive policy is not a valid JSON map.");
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (deadLetterTargetArn === undefined)
    throw invalid("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (maxReceiveCount === undefined)
    throw invalid("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > RECEIVES_MAX)
    throw invalid(
      `Invalid value for maxReceiveCount: ${JSON.stringify(maxReceiveCount)}, valid values are from 1 to 1000 both inclusive.`,
    );
  const arn = typeof deadLetterTargetArn === "string" ? readQueueArn(deadLetterTargetArn) : undefined;
  if (arn === undefined) throw invalid("Invalid value for deadLetterTargetArn.");
  const target = await queues.find(arn.scope, arn.name);
  const near = readQueueArn(source.arn)?.scope;
  if (target === undefined || near?.accountId !== arn.scope.accountId || near.region !== arn.scope.region)
    throw invalid("Dead letter target does not exist.");
  if (target.fifo !== source.fifo) throw invalid("Dead-letter queue must be same type of queue as the source.");
  const allow = readRedriveAllowPolicy(target.record.attributes["RedriveAllowPolicy"]);
  if (!redriveAllowed(allow, source.arn))
    throw invalid("Dead-letter queue does not allow this queue as its source (RedriveAllowPolicy).");
}

/** Throws `InvalidAttributeValue` for a RedriveAllowPolicy that cannot be. */
export function checkRedriveAllowPolicy(text: string): void {
  const name = "RedriveAllowPolicy";
  const { redrivePermission, sourceQueueArns } = jsonObject(text) ?? {};
  if (!PERMISSIONS.includes(redrivePermission)) throw sqsError("attribute-value", { name });
  if (redrivePermission !== "byQueue") {
    if (sourceQueueArns !== undefined) throw sqsError("attribute-value", { name });
    return;
  }
  const arns: readonly unknown[] = Array.isArray(sourceQueueArns) ? sourceQueueArns : [];
  const fine = arns.every((arn) => typeof arn === "string" && readQueueArn(arn) !== undefined);
  if (arns.length === 0 || arns.length > SOURCES_MAX || !fine) throw sqsError("attribute-value", { name });
}
