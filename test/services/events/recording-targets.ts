import type {
  OutgoingEvent,
  OutgoingInvocation,
  OutgoingMessage,
  OutgoingNotification,
  OutgoingObject,
  Sender,
  Targets,
} from "../../../src/base/index.ts";

/** What a target was sent. */
export type Sent = {
  readonly arn: string;
  readonly sender: Sender;
  readonly message?: OutgoingMessage;
  readonly notification?: OutgoingNotification;
  readonly payload?: string;
  readonly requestId?: string | undefined;
};

/** Targets that keep what they are sent, and fail as they are told. */
export class RecordingTargets implements Targets {
  readonly sent: Sent[] = [];
  readonly #failures = new Map<string, () => Error>();

  /** From now on this target fails; until told otherwise. */
  fail(arn: string, failure: () => Error): void {
    this.#failures.set(arn, failure);
  }

  mend(arn: string): void {
    this.#failures.delete(arn);
  }

  to(arn: string): readonly Sent[] {
    return this.sent.filter((sent) => sent.arn === arn);
  }

  async invokeFunction(arn: string, { payload, requestId }: OutgoingInvocation, sender: Sender): Promise<void> {
    await this.#take({ arn, payload: new TextDecoder().decode(payload), requestId, sender });
  }

  async sendMessage(arn: string, message: OutgoingMessage, sender: Sender): Promise<void> {
    await this.#take({ arn, message, sender });
  }

  async publish(arn: string, notification: OutgoingNotification, sender: Sender): Promise<void> {
    await this.#take({ arn, notification, sender });
  }

  putEvent(_arn: string, _event: OutgoingEvent, _sender: Sender): Promise<void> {
    return Promise.reject(new Error("buses are the service's own"));
  }

  putObject(_arn: string, _object: OutgoingObject, _sender: Sender): Promise<void> {
    return Promise.reject(new Error("rules do not write objects"));
  }

  async #take(sent: Sent): Promise<void> {
    const failure = this.#failures.get(sent.arn);
    if (failure !== undefined) throw failure();
    this.sent.push(sent);
  }
}
