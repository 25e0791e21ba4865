import type { Clock } from "../../base/index.ts";
import { everyRecord, type RecordChange, type RecordStore } from "../../store/index.ts";
import { snsError } from "./errors.ts";
import { type FilterPolicy, filterOf } from "./filter/filter-policy.ts";
import {
  isExpired,
  readSubscriptionRecord,
  SUBSCRIPTION_KIND,
  type SubscriptionRecord,
} from "./subscriptions/subscription-record.ts";
import { Turns } from "./turns.ts";
import { readTopicRecord, TOPIC_KIND, type TopicRecord } from "./topics/topic-record.ts";

/** A subscription, ready to be published to. */
export interface Subscribed {
  readonly record: SubscriptionRecord;
  /** Undefined when it wants everything. */
  readonly filter: FilterPolicy | undefined;
}

/** Topics and subscriptions of one account and region. Reads are from memory, writes are durable before they show there. */
export class ScopeRegistry {
  readonly #records: RecordStore;
  readonly #clock: Clock;
  /** `ACCOUNT/REGION/`, what the keys of this scope begin with. */
  readonly #prefix: string;
  readonly #topics = new Map<string, TopicRecord>();
  readonly #subscriptions = new Map<string, Subscribed>();
  /** ARNs of subscriptions by name of their topic, in the order in which they were made. */
  readonly #byTopic = new Map<string, Set<string>>();
  readonly #turns = new Turns();

  private constructor(records: RecordStore, clock: Clock, prefix: string) {
    this.#records = records;
    this.#clock = clock;
    this.#prefix = prefix;
  }

  static async load(records: RecordStore, clock: Clock, prefix: string): Promise<ScopeRegistry> {
    const registry = new ScopeRegistry(records, clock, prefix);
    for await (const { key, value } of everyRecord(records, TOPIC_KIND, prefix))
      registry.#keepTopic(readTopicRecord(key, value));
    for await (const { key, value } of everyRecord(records, SUBSCRIPTION_KIND, prefix))
      registry.#keepSubscription(readSubscriptionRecord(key, value));
    return registry;
  }

  topic(name: string): TopicRecord | undefined {
    return this.#topics.get(name);
  }

  /** Throws `NotFoundException`. */
  existingTopic(name: string): TopicRecord {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw snsError("topic-not-found");
    return topic;
  }

  /** Names of the topics, sorted. */
  topicNames(): readonly string[] {
    return [...this.#topics.keys()].toSorted();
  }

  subscription(arn: string): Subscribed | undefined {
    const found = this.#subscriptions.get(arn);
    return found === undefined || isExpired(found.record, this.#clock.nowMs()) ? undefined : found;
  }

  /** Subscriptions of one topic, or of all; ended ones that may be restored among them. */
  subscriptions(topicName?: string): readonly Subscribed[] {
    const arns = topicName === undefined ? this.#subscriptions.keys() : (this.#byTopic.get(topicName) ?? []);
    return [...arns].flatMap((arn) => this.subscription(arn) ?? []);
  }

  /**
   * Runs a change of the configuration after those that were begun before it, so that what it reads stays true until it
   * has written. What runs here must not begin another change and wait for it.
   */
  change<T>(action: () => Promise<T>): Promise<T> {
    return this.#turns.take("", action);
  }

  async putTopic(topic: TopicRecord): Promise<void> {
    await this.#records.write([this.#topicChange(topic)]);
    this.#keepTopic(topic);
  }

  /** Removes a topic and all its subscriptions. */
  async deleteTopic(name: string): Promise<void> {
    const arns = [...(this.#byTopic.get(name) ?? [])];
    await this.#records.write([
      { op: "delete", kind: TOPIC_KIND, key: this.#prefix + name },
      ...arns.map((arn) => this.#removal(arn)),
    ]);
    this.#topics.delete(name);
    for (const arn of arns) this.#forget(arn);
  }

  /** Writes a subscription and, beside it, those of the topic that nobody confirmed in time are removed. */
  async putSubscription(record: SubscriptionRecord): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const expired = [...(this.#byTopic.get(topicNameOf(record.arn)) ?? [])].filter((arn) => {
      const other = this.#subscriptions.get(arn);
      return arn !== record.arn && other !== undefined && isExpired(other.record, nowMs);
    });
    await this.#records.write([
      { op: "put", kind: SUBSCRIPTION_KIND, key: this.#subscriptionKey(record.arn), value: record },
      ...expired.map((arn) => this.#removal(arn)),
    ]);
    for (const arn of expired) this.#forget(arn);
    this.#keepSubscription(record);
  }

  /** Removes a subscription and counts it at its topic. */
  async deleteSubscription(arn: string): Promise<void> {
    const topic = this.#counted(arn);
    await this.#records.write([this.#removal(arn), ...(topic === undefined ? [] : [this.#topicChange(topic)])]);
    this.#forget(arn);
    if (topic !== undefined) this.#keepTopic(topic);
  }

  #counted(arn: string): TopicRecord | undefined {
    const topic = this.#topics.get(topicNameOf(arn));
    return topic && { ...topic, subscriptionsDeleted: topic.subscriptionsDeleted + 1 };
  }

  #topicChange(topic: TopicRecord): RecordChange {
    return { op: "put", kind: TOPIC_KIND, key: this.#prefix + topic.name, value: topic };
  }

  #removal(arn: string): RecordChange {
    return { op: "delete", kind: SUBSCRIPTION_KIND, key: this.#subscriptionKey(arn) };
  }

  #subscriptionKey(arn: string): string {
    return `${this.#prefix}${topicNameOf(arn)}/${arn.slice(arn.lastIndexOf(":") + 1)}`;
  }

  #keepTopic(topic: TopicRecord): void {
    this.#topics.set(topic.name, topic);
  }

  #keepSubscription(record: SubscriptionRecord): void {
    this.#subscriptions.set(record.arn, { record, filter: filterOf(record.attributes) });
    const name = topicNameOf(record.arn);
    const arns = this.#byTopic.get(name);
    if (arns === undefined) this.#byTopic.set(name, new Set([record.arn]));
    else arns.add(record.arn);
  }

  #forget(arn: string): void {
    this.#subscriptions.delete(arn);
    const name = topicNameOf(arn);
    const arns = this.#byTopic.get(name);
    arns?.delete(arn);
    if (arns?.size === 0) this.#byTopic.delete(name);
  }
}

function topicNameOf(subscription: string): string {
  return subscription.split(":")[5] ?? "";
}
