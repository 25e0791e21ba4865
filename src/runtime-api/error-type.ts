const WELL_FORMED = /^(Runtime|Function)\.[A-Z][a-zA-Z]+$/;

/**
 * The error type of a guest in the form that metrics and logs use: `Runtime.Reason` or `Function.Reason`. Anything else
 * becomes `Function.Unknown` or `Runtime.Unknown`, as in the AWS Lambda Runtime Interface Emulator.
 */
export function normaliseErrorType(header: string | undefined): string {
  if (header === undefined) return "Runtime.Unknown";
  if (WELL_FORMED.test(header)) return header;
  return header.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
}
