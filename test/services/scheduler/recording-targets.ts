import {
  type OutgoingEvent,
  type OutgoingInvocation,
  type OutgoingMessage,
  type OutgoingNotification,
  type Sender,
  TargetError,
  type Targets,
} from "../../../src/base/index.ts";

export interface Delivery {
  readonly arn: string;
  readonly sender: Sender;
  readonly atMs: number;
  /** Whichever of the kinds it was. */
  readonly invocation?: OutgoingInvocation;
  readonly message?: OutgoingMessage;
  readonly notification?: OutgoingNotification;
  readonly event?: OutgoingEvent;
}

/** Targets that remember what they accept, and refuse as long as they are told to. */
export class RecordingTargets implements Targets {
  readonly deliveries: Delivery[] = [];
  /** Attempts that were refused, by ARN. */
  readonly refused: Map<string, number> = new Map<string, number>();
  readonly #failures = new Map<string, TargetError>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  fail(arn: string, code: string, retryable: boolean): void {
    this.#failures.set(arn, new TargetError(code, `${code} at ${arn}`, { retryable }));
  }

  recover(arn: string): void {
    this.#failures.delete(arn);
  }

  to(arn: string): readonly Delivery[] {
    return this.deliveries.filter((delivery) => delivery.arn === arn);
  }

  async invokeFunction(arn: string, invocation: OutgoingInvocation, sender: Sender): Promise<void> {
    this.#accept({ arn, sender, invocation });
  }

  async sendMessage(arn: string, message: OutgoingMessage, sender: Sender): Promise<void> {
    this.#accept({ arn, sender, message });
  }

  async publish(arn: string, notification: OutgoingNotification, sender: Sender): Promise<void> {
    this.#accept({ arn, sender, notification });
  }

  async putEvent(arn: string, event: OutgoingEvent, sender: Sender): Promise<void> {
    this.#accept({ arn, sender, event });
  }

  async putObject(): Promise<void> {
    throw new Error("schedules do not write objects");
  }

  #accept(delivery: Omit<Delivery, "atMs">): void {
    const failure = this.#failures.get(delivery.arn);
    if (failure !== undefined) {
      this.refused.set(delivery.arn, (this.refused.get(delivery.arn) ?? 0) + 1);
      throw failure;
    }
    this.deliveries.push({ ...delivery, atMs: this.#nowMs() });
  }
}
