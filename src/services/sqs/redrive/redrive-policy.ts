/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** The policy that an attribute holds; it was checked when it was set. */
export function readRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
  return { deadLetterTargetArn: String(deadLetterTargetArn), maxReceiveCount: Number(maxReceiveCount) };
}

/** Which queues may send their dead letters to a queue. */
export type RedrivePermission = "allowAll" | "denyAll" | "byQueue";

export interface RedriveAllowPolicy {
  readonly redrivePermission: RedrivePermission;
  readonly sourceQueueArns: readonly string[];
}

export function readRedriveAllowPolicy(text: string | undefined): RedriveAllowPolicy {
  if (text === undefined) return { redrivePermission: "allowAll", sourceQueueArns: [] };
  const { redrivePermission, sourceQueueArns } = JSON.parse(text) as Partial<RedriveAllowPolicy>;
  return { redrivePermission: redrivePermission ?? "allowAll", sourceQueueArns: sourceQueueArns ?? [] };
}

/** Whether the queue with this policy takes dead letters of `sourceArn`. */
export function redriveAllowed({ redrivePermission, sourceQueueArns }: RedriveAllowPolicy, sourceArn: string): boolean {
  return redrivePermission === "allowAll" || (redrivePermission === "byQueue" && sourceQueueArns.includes(sourceArn));
}
