import {
  type OutgoingEvent,
  type OutgoingInvocation,
  type OutgoingMessage,
  type OutgoingNotification,
  type OutgoingObject,
  type Sender,
  TargetError,
  type Targets,
} from "../base/index.ts";

/**
 * The targets that the rooms of this server are to each other. Rooms that deliver need it before those that they deliver
 * to are made, so each part is connected when it is there; what is not connected refuses, and says so.
 */
export class ConnectedTargets implements Targets {
  readonly #parts: Partial<Targets> = {};

  connect(parts: Partial<Targets>): void {
    Object.assign(this.#parts, parts);
  }

  async invokeFunction(arn: string, invocation: OutgoingInvocation, sender: Sender): Promise<void> {
    const { invokeFunction = missing(arn) } = this.#parts;
    await invokeFunction(arn, invocation, sender);
  }

  async sendMessage(arn: string, message: OutgoingMessage, sender: Sender): Promise<void> {
    const { sendMessage = missing(arn) } = this.#parts;
    await sendMessage(arn, message, sender);
  }

  async publish(arn: string, notification: OutgoingNotification, sender: Sender): Promise<void> {
    const { publish = missing(arn) } = this.#parts;
    await publish(arn, notification, sender);
  }

  async putEvent(arn: string, event: OutgoingEvent, sender: Sender): Promise<void> {
    const { putEvent = missing(arn) } = this.#parts;
    await putEvent(arn, event, sender);
  }

  async putObject(arn: string, object: OutgoingObject, sender: Sender): Promise<void> {
    const { putObject = missing(arn) } = this.#parts;
    await putObject(arn, object, sender);
  }
}

function missing(arn: string): () => Promise<void> {
  return () =>
    Promise.reject(new TargetError("TargetServiceMissing", `this server has nothing at ${arn}`, { retryable: false }));
}
