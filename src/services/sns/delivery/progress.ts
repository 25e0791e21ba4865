import type { Json } from "../../../store/index.ts";

/** How far a delivery has come; changes from attempt to attempt. */
export interface Progress {
  readonly retries: number;
  /** Whether the next attempt has a time of its own, which it waits for. */
  readonly reserved: boolean;
  /** Why it was given up; then it is on its way to the dead-letter queue. */
  readonly givenUp: string | undefined;
}

export const AT_START: Progress = { retries: 0, reserved: false, givenUp: undefined };

export function encodeProgress({ retries, reserved, givenUp }: Progress): Json {
  return { retries, ...(reserved ? { reserved } : {}), ...(givenUp === undefined ? {} : { givenUp }) };
}

/** What is not there, or is no progress at all, has not begun. */
export function decodeProgress(state: Json): Progress {
  if (typeof state !== "object" || state === null || !("retries" in state)) return AT_START;
  const { retries, reserved, givenUp } = state;
  return {
    retries: typeof retries === "number" ? retries : 0,
    reserved: reserved === true,
    givenUp: typeof givenUp === "string" ? givenUp : undefined,
  };
}
