/** A wire trait in which the service differs from its published model. */
export interface MemberOverride {
  readonly shape: string;
  readonly member: string;
  readonly change: { readonly mediaType: string } | { readonly header: string };
  readonly reason: string;
}

/** A constraint in which the service differs from its published model. */
export interface Override {
  readonly shape: string;
  /** Replaces the values of the model; null removes the constraint. */
  readonly change: { readonly min?: number | null; readonly max?: number | null; readonly enum?: null };
  readonly reason: string;
}

export const LAMBDA_OVERRIDES: readonly Override[] = [
  {
    shape: "MemorySize",
    change: { max: 10_240 },
    reason: "32768 is for managed instances only; ordinary functions keep 10240 (AWS Lambda quotas)",
  },
  {
    shape: "Timeout",
    change: { max: 900 },
    reason: "5400 is for managed instances only; ordinary functions keep 900 (AWS Lambda quotas)",
  },
  {
    shape: "EphemeralStorageSize",
    change: { max: 10_240 },
    reason: "32768 is for managed instances only; ordinary functions keep 10240 (AWS Lambda quotas)",
  },
  {
    shape: "Runtime",
    change: { enum: null },
    reason: "the service itself rejects unknown runtimes, with InvalidParameterValueException and other words",
  },
];

export const LAMBDA_MEMBER_OVERRIDES: readonly MemberOverride[] = [
  {
    shape: "InvocationResponse",
    member: "Payload",
    change: { mediaType: "application/json" },
    reason: "the answer of a function is JSON and sent as such (AWS Lambda API reference, Invoke)",
  },
  {
    shape: "InvokeWithResponseStreamResponse",
    member: "ResponseStreamContentType",
    change: { header: "X-Amzn-Remapped-Content-Type" },
    reason: "Content-Type is that of the event stream, always; the function's own travels here, as it does on AWS",
  },
];
