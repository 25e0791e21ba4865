/** The queue that a `RedrivePolicy` names; undefined for one that names none. Throws `SyntaxError` for what is no JSON. */
export function deadLetterQueue(policy: string): string | undefined {
  const value: unknown = JSON.parse(policy);
  if (typeof value !== "object" || value === null || !("deadLetterTargetArn" in value)) return undefined;
  return typeof value.deadLetterTargetArn === "string" ? value.deadLetterTargetArn : undefined;
}
