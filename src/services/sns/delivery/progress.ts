import type { Json } from "../../../store/index.ts";

/** How far a delivery has come; changes from attempt to attempt. */
export interface Progress {
  readonly retries: number;
  /** Why it was given up; then it is on its way to the dead-letter queue. */
  readonly givenUp: string | undefined;
}

export const AT_START: Progress = { retries: 0, givenUp: undefined };

export function encodeProgress({ retries, givenUp }: Progress): Json {
  return givenUp === undefined ? { retries } : { retries, givenUp };
}

/** What is not there, or is no progress at all, has not begun. */
export function decodeProgress(state: Json): Progress {
  if (typeof state !== "object" || state === null || !("retries" in state)) return AT_START;
  const { retries, givenUp } = state;
  return {
    retries: typeof retries === "number" ? retries : 0,
    givenUp: typeof givenUp === "string" ? givenUp : undefined,
  };
}
