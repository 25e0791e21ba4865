import type { Clock, Scope } from "../../base/index.ts";
import type { RecordStore } from "../../store/index.ts";
import { subscriptionArn, type SubscriptionName, type TopicName } from "./arn.ts";
import { snsError } from "./errors.ts";
import { ScopeRegistry, type Subscribed } from "./scope-registry.ts";
import type { TopicRecord } from "./topics/topic-record.ts";

/** Topics and subscriptions of every account and region, each kept in memory from its first use on. */
export class Registry {
  readonly #records: RecordStore;
  readonly #clock: Clock;
  readonly #scopes = new Map<string, Promise<ScopeRegistry>>();

  constructor(records: RecordStore, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  async scope(scope: Scope): Promise<ScopeRegistry> {
    const key = `${scope.accountId}/${scope.region}/`;
    const known = this.#scopes.get(key);
    if (known !== undefined) return known;
    const loading = ScopeRegistry.load(this.#records, this.#clock, key);
    this.#scopes.set(key, loading);
    try {
      return await loading;
    } catch (error) {
      this.#scopes.delete(key);
      throw error;
    }
  }

  /** Throws `NotFoundException`. */
  async topic({ scope, name }: TopicName): Promise<{ readonly topic: TopicRecord; readonly registry: ScopeRegistry }> {
    const registry = await this.scope(scope);
    return { topic: registry.existingTopic(name), registry };
  }

  /** Undefined when there is none, or none any more. */
  async findSubscription(name: SubscriptionName): Promise<Subscribed | undefined> {
    const registry = await this.scope(name.scope);
    return registry.subscription(subscriptionArn(name));
  }

  /** Throws `NotFoundException`. */
  async subscription(name: SubscriptionName): Promise<Subscribed> {
    const found = await this.findSubscription(name);
    if (found === undefined || found.record.state === "deleted") throw snsError("subscription-not-found");
    return found;
  }
}
