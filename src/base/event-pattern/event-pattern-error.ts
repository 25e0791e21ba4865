/** Text that is no event pattern. The message is that of `InvalidEventPatternException` of EventBridge. */
export class EventPatternError extends Error {
  /** What is wrong, and where in the text. */
  readonly reason: string;

  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
    this.name = "EventPatternError";
    this.reason = reason;
  }
}
