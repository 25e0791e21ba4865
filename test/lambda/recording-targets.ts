// Not a test: what the control plane has for queues, topics, buses and buckets in the tests of this folder.
import type { Sender, Targets } from "../../src/base/index.ts";

/** One delivery, whatever it was sent by. */
export interface Delivered {
  readonly to: keyof Targets;
  readonly arn: string;
  readonly content: unknown;
  readonly sender: Sender;
}

/** Takes the place of the targets: keeps what it is given, unless the test has it refused. */
export class RecordingTargets implements Targets {
  readonly delivered: Delivered[] = [];
  /** Throws what the target answers. */
  refuse: (arn: string) => void = () => {};
  /** Functions that are delivered to, if the test has some. */
  functions: Targets["invokeFunction"] | undefined;

  async invokeFunction(...[arn, invocation, sender]: Parameters<Targets["invokeFunction"]>): Promise<void> {
    this.#take("invokeFunction", arn, invocation, sender);
    await this.functions?.(arn, invocation, sender);
  }

  async sendMessage(...[arn, message, sender]: Parameters<Targets["sendMessage"]>): Promise<void> {
    this.#take("sendMessage", arn, message, sender);
  }

  async publish(...[arn, notification, sender]: Parameters<Targets["publish"]>): Promise<void> {
    this.#take("publish", arn, notification, sender);
  }

  async putEvent(...[arn, event, sender]: Parameters<Targets["putEvent"]>): Promise<void> {
    this.#take("putEvent", arn, event, sender);
  }

  async putObject(...[arn, object, sender]: Parameters<Targets["putObject"]>): Promise<void> {
    this.#take("putObject", arn, object, sender);
  }

  #take(to: keyof Targets, arn: string, content: unknown, sender: Sender): void {
    this.refuse(arn);
    this.delivered.push({ to, arn, content, sender });
  }
}
