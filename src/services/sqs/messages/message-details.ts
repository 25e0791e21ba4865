import type { KeptAttributes } from "./message-attributes.ts";

/** What is kept of a message beside its body. */
export interface MessageDetails {
  readonly senderId: string;
  readonly attributes?: KeptAttributes;
  readonly traceHeader?: string;
  /** Of standard queues, where it orders nothing. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export function writeDetails(details: MessageDetails): string {
  return JSON.stringify(details);
}

/** Nobody else writes details, so that they are what was written. */
export function readDetails(text: string): MessageDetails {
  return JSON.parse(text) as MessageDetails;
}
