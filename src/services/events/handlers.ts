import type { EventsOperations, Handlers } from "../../wire/index.ts";
import type { EventsDependencies } from "./operation.ts";
import { createEventBus } from "./operations/create-event-bus.ts";
import { deleteEventBus } from "./operations/delete-event-bus.ts";
import { deleteRule } from "./operations/delete-rule.ts";
import { describeEventBus } from "./operations/describe-event-bus.ts";
import { describeRule } from "./operations/describe-rule.ts";
import { disableRule } from "./operations/disable-rule.ts";
import { enableRule } from "./operations/enable-rule.ts";
import { listEventBuses } from "./operations/list-event-buses.ts";
import { listRuleNamesByTarget } from "./operations/list-rule-names-by-target.ts";
import { listRules } from "./operations/list-rules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTargetsByRule } from "./operations/list-targets-by-rule.ts";
import { putEvents } from "./operations/put-events.ts";
import { putPermission } from "./operations/put-permission.ts";
import { putRule } from "./operations/put-rule.ts";
import { putTargets } from "./operations/put-targets.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { removeTargets } from "./operations/remove-targets.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testEventPattern } from "./operations/test-event-pattern.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateEventBus } from "./operations/update-event-bus.ts";
import { withStoreFailures } from "./store-failures.ts";

/** The operations that are there. */
export function handlers(dependencies: EventsDependencies): Handlers<EventsOperations> {
  return {
    CreateEventBus: withStoreFailures(createEventBus(dependencies)),
    DeleteEventBus: withStoreFailures(deleteEventBus(dependencies)),
    DeleteRule: withStoreFailures(deleteRule(dependencies)),
    DescribeEventBus: describeEventBus(dependencies),
    DescribeRule: describeRule(dependencies),
    DisableRule: withStoreFailures(disableRule(dependencies)),
    EnableRule: withStoreFailures(enableRule(dependencies)),
    ListEventBuses: listEventBuses(dependencies),
    ListRuleNamesByTarget: listRuleNamesByTarget(dependencies),
    ListRules: listRules(dependencies),
    ListTagsForResource: listTagsForResource(dependencies),
    ListTargetsByRule: listTargetsByRule(dependencies),
    PutEvents: withStoreFailures(putEvents(dependencies)),
    PutPermission: withStoreFailures(putPermission(dependencies)),
    PutRule: withStoreFailures(putRule(dependencies)),
    PutTargets: withStoreFailures(putTargets(dependencies)),
    RemovePermission: withStoreFailures(removePermission(dependencies)),
    RemoveTargets: withStoreFailures(removeTargets(dependencies)),
    TagResource: withStoreFailures(tagResource(dependencies)),
    TestEventPattern: testEventPattern(),
    UntagResource: withStoreFailures(untagResource(dependencies)),
    UpdateEventBus: withStoreFailures(updateEventBus(dependencies)),
  };
}
