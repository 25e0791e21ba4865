/** What a filter policy is held against. */
export type FilterScope = "MessageAttributes" | "MessageBody";
