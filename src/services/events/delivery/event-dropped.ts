/** Nothing more will be done to deliver an event to a target. Told where no caller waits for an answer. */
export class EventDropped extends Error {
  readonly ruleArn: string;
  readonly eventId: string;

  constructor(ruleArn: string, eventId: string, reason: string, options?: ErrorOptions) {
    super(`event ${eventId} matched by ${ruleArn} was dropped: ${reason}`, options);
    this.name = "EventDropped";
    this.ruleArn = ruleArn;
    this.eventId = eventId;
  }
}
