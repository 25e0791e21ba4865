import type { CodeSettings } from "../function-record.ts";

/** What functions and layers show of the signature of their package; nothing unless it was found good. */
export function signingMembers({ signing }: CodeSettings): {
  readonly SigningProfileVersionArn?: string;
  readonly SigningJobArn?: string;
} {
  if (signing?.status !== "signed") return {};
  return { SigningProfileVersionArn: signing.profileVersionArn, SigningJobArn: signing.jobArn };
}
