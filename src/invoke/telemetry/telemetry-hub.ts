import type { Clock } from "../../base/index.ts";
import type { ExtensionRefusal, Subscription } from "../../runtime-api/index.ts";
import { InvalidSubscription } from "../../runtime-api/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import type { EnvironmentLog } from "../environment/environment-log.ts";
import type { InvokeFact } from "../facts.ts";
import { TelemetrySender } from "./telemetry-sender.ts";
import { TelemetrySubscriber } from "./telemetry-subscriber.ts";

/** How much of an initialisation is kept for those who subscribe later in it: facts, and characters of output in them. */
const HISTORY_MAX = 1_000;
const HISTORY_LENGTH_MAX = 1_048_576;

interface Subscribed {
  readonly subscription: Subscription;
  readonly subscriber: TelemetrySubscriber;
}

/** The subscriptions of one environment's extensions, between two resets. */
export class TelemetryHub {
  readonly #sandbox: Pick<Sandbox, "connect">;
  readonly #clock: Clock;
  readonly #log: EnvironmentLog;
  /** By identifier of the extension. */
  readonly #subscribed = new Map<string, Subscribed>();
  #history: InvokeFact[] | undefined;
  #historyLength = 0;
  #isOpen = true;

  constructor(sandbox: Pick<Sandbox, "connect">, clock: Clock, log: EnvironmentLog) {
    this.#sandbox = sandbox;
    this.#clock = clock;
    this.#log = log;
  }

  /** Keeps what happens from now on for those who are about to subscribe. */
  remember(): void {
    this.#history = [];
    this.#listen();
  }

  /**
   * Takes a subscription on behalf of an extension. Throws `InvalidSubscription` when the extension has one by the other
   * API, since it can have only one.
   */
  subscribe(
    { identifier, name }: { readonly identifier: string; readonly name: string },
    subscription: Subscription,
  ): ExtensionRefusal | undefined {
    const { api, types } = subscription;
    if (!this.#isOpen) return closed(api);
    const former = this.#subscribed.get(identifier);
    if (former !== undefined && former.subscription.api !== api)
      throw new InvalidSubscription("An extension can subscribe by the Telemetry API or by the Logs API, not by both.");
    former?.subscriber.stop();
    const sender = new TelemetrySender(subscription.destination, this.#sandbox, this.#clock);
    const subscriber = new TelemetrySubscriber(subscription, sender, this.#clock, (dropped) =>
      this.#log.logsDropped(dropped),
    );
    this.#subscribed.set(identifier, { subscription, subscriber });
    for (const fact of this.#history ?? []) subscriber.add(fact);
    this.#listen();
    this.#log.subscribed(api, name, types);
    return undefined;
  }

  /** The initialisation is over, and with it the time for subscriptions. */
  closeSubscription(): void {
    this.#isOpen = false;
    this.#history = undefined;
    if (this.#subscribed.size === 0) this.#log.listen(undefined);
  }

  /** Sends what was gathered so far. Resolves when nothing is left to send. */
  async flush(): Promise<void> {
    await Promise.all([...this.#subscribed.values()].map(({ subscriber }) => subscriber.flush()));
  }

  /** Nothing is sent any more. */
  stop(): void {
    this.#isOpen = false;
    this.#log.listen(undefined);
    for (const { subscriber } of this.#subscribed.values()) subscriber.stop();
  }

  #listen(): void {
    this.#log.listen((fact) => this.#add(fact));
  }

  #keep(fact: InvokeFact): void {
    if (this.#history === undefined || this.#history.length >= HISTORY_MAX) return;
    this.#historyLength += lengthOf(fact);
    if (this.#historyLength <= HISTORY_LENGTH_MAX) this.#history.push(fact);
  }

  #add(fact: InvokeFact): void {
    this.#keep(fact);
    for (const { subscriber } of this.#subscribed.values()) subscriber.add(fact);
  }
}

function lengthOf(fact: InvokeFact): number {
  return "message" in fact ? fact.message.length : 0;
}

function closed(api: Subscription["api"]): ExtensionRefusal {
  const name = api === "logs" ? "Logs" : "Telemetry";
  return {
    errorType: `${name}.SubscriptionClosed`,
    errorMessage: `${name} API subscription is closed already`,
  };
}
