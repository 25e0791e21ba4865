/** A firing was given up and is kept nowhere: its schedule has no dead-letter queue, or that could not be reached. */
export class FiringLost extends Error {
  constructor(scheduleArn: string, dueMs: number, reason: string) {
    super(`the firing of ${scheduleArn} that was due at ${new Date(dueMs).toISOString()} is lost: ${reason}`);
    this.name = "FiringLost";
  }
}
