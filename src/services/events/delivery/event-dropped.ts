/** What was dropped, and why. */
export interface Drop {
  readonly ruleArn: string;
  readonly targetId: string;
  readonly eventId: string;
  readonly reason: string;
}

/** Nothing more will be done to deliver an event to a target. Told where no caller waits for an answer. */
export class EventDropped extends Error {
  readonly ruleArn: string;
  readonly targetId: string;
  readonly #drop: Drop;

  constructor(drop: Drop, options?: ErrorOptions & { readonly others?: number }) {
    const { ruleArn, targetId, eventId, reason } = drop;
    const { others = 0, ...errorOptions } = options ?? {};
    const events = others === 0 ? `event ${eventId}` : `event ${eventId} and ${others} before it`;
    super(`${events} matched by ${ruleArn} ${others === 0 ? "was" : "were"} dropped: ${reason}`, errorOptions);
    this.name = "EventDropped";
    // Where in the program it was noticed says nothing about why.
    this.stack = `${this.name}: ${this.message}`;
    this.ruleArn = ruleArn;
    this.targetId = targetId;
    this.#drop = drop;
  }

  /** The same, said of so many other events of the target as well. */
  andOthers(others: number): EventDropped {
    return new EventDropped(this.#drop, { others, cause: this.cause });
  }
}
