/** What the keywords in a target's input stand for. */
export interface InputContext {
  readonly scheduleArn: string;
  /** ISO 8601, whole seconds. */
  readonly scheduledTime: string;
  readonly executionId: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** Replaces the keywords of "Adding context attributes in EventBridge Scheduler"; other text is left as it is. */
export function withContext(input: string, context: InputContext): string {
  return input.replaceAll(
    /<aws\.scheduler\.(schedule-arn|scheduled-time|execution-id|attempt-number)>/g,
    (_, keyword: string) => {
      if (keyword === "schedule-arn") return context.scheduleArn;
      if (keyword === "scheduled-time") return context.scheduledTime;
      return keyword === "execution-id" ? context.executionId : String(context.attempt);
    },
  );
}

/** A time as the service writes it. */
export function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
