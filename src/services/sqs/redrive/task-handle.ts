import { sqsError } from "../sqs-error.ts";

/** What names a running task to clients. */
export interface TaskName {
  readonly sourceArn: string;
  readonly id: string;
}

export function writeTaskHandle({ sourceArn, id }: TaskName): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString("base64");
}

/** Throws `InvalidParameterValue`. */
export function readTaskHandle(handle: string): TaskName {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, "base64").toString()) as Record<string, unknown>;
    if (typeof taskId === "string" && typeof sourceArn === "string") return { sourceArn, id: taskId };
  } catch {
    // No handle of ours; said below.
  }
  throw sqsError("move-handle");
}
