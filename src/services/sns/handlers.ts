import type { Handlers, SnsOperations } from "../../wire/index.ts";
import type { SnsDependencies } from "./operation.ts";
import { addPermission } from "./operations/add-permission.ts";
import { confirmSubscription } from "./operations/confirm-subscription.ts";
import { createTopic } from "./operations/create-topic.ts";
import { deleteTopic } from "./operations/delete-topic.ts";
import { getDataProtectionPolicy } from "./operations/get-data-protection-policy.ts";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes.ts";
import { getTopicAttributes } from "./operations/get-topic-attributes.ts";
import { listSubscriptions } from "./operations/list-subscriptions.ts";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTopics } from "./operations/list-topics.ts";
import { publish } from "./operations/publish.ts";
import { publishBatch } from "./operations/publish-batch.ts";
import { putDataProtectionPolicy } from "./operations/put-data-protection-policy.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes.ts";
import { setTopicAttributes } from "./operations/set-topic-attributes.ts";
import { subscribe } from "./operations/subscribe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { unsubscribe } from "./operations/unsubscribe.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { withStoreFailures } from "./store-failures.ts";

/** Every operation that is there. */
export function snsHandlers(dependencies: SnsDependencies): Handlers<SnsOperations> {
  return {
    AddPermission: withStoreFailures(addPermission(dependencies)),
    ConfirmSubscription: withStoreFailures(confirmSubscription(dependencies)),
    CreateTopic: withStoreFailures(createTopic(dependencies)),
    DeleteTopic: withStoreFailures(deleteTopic(dependencies)),
    GetDataProtectionPolicy: getDataProtectionPolicy(dependencies),
    GetSubscriptionAttributes: getSubscriptionAttributes(dependencies),
    GetTopicAttributes: getTopicAttributes(dependencies),
    ListSubscriptions: listSubscriptions(dependencies),
    ListSubscriptionsByTopic: listSubscriptionsByTopic(dependencies),
    ListTagsForResource: listTagsForResource(dependencies),
    ListTopics: listTopics(dependencies),
    Publish: withStoreFailures(publish(dependencies)),
    PublishBatch: withStoreFailures(publishBatch(dependencies)),
    PutDataProtectionPolicy: withStoreFailures(putDataProtectionPolicy(dependencies)),
    RemovePermission: withStoreFailures(removePermission(dependencies)),
    SetSubscriptionAttributes: withStoreFailures(setSubscriptionAttributes(dependencies)),
    SetTopicAttributes: withStoreFailures(setTopicAttributes(dependencies)),
    Subscribe: withStoreFailures(subscribe(dependencies)),
    TagResource: withStoreFailures(tagResource(dependencies)),
    Unsubscribe: withStoreFailures(unsubscribe(dependencies)),
    UntagResource: withStoreFailures(untagResource(dependencies)),
  };
}
