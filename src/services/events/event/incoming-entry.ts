import type { Caller, EventsModel } from "../../../wire/index.ts";
import type { Scope } from "../../../base/index.ts";
import { DEFAULT_BUS, isSameScope, parseEventsArn } from "../arn.ts";
import type { IncomingEvent } from "../delivery/event-intake.ts";
import { type EntryFailure, foreignBus, MALFORMED_DETAIL, missingMember, RESERVED_SOURCE } from "./entry-failure.ts";
import { readDetail } from "./event-detail.ts";
import { eventJson } from "./event-envelope.ts";

/** Of whom, when and as which event an entry is accepted. */
export interface EntryContext {
  readonly scope: Scope;
  readonly caller: Pick<Caller, "arn">;
  readonly nowMs: number;
  readonly eventId: string;
}

/** The event that an entry of PutEvents makes, or why it makes none. */
export function readEntry(
  entry: EventsModel.PutEventsRequestEntry,
  context: EntryContext,
): IncomingEvent | EntryFailure {
  const { Source: source, DetailType: detailType, Detail: detail, TraceHeader: traceHeader } = entry;
  if (!source) return missingMember("Source");
  if (!detailType) return missingMember("DetailType");
  if (!detail) return missingMember("Detail");
  const detailJson = readDetail(detail);
  if (detailJson === undefined) return MALFORMED_DETAIL;
  if (source.startsWith("aws.")) return RESERVED_SOURCE;
  const { scope, nowMs, eventId } = context;
  const bus = entry.EventBusName === undefined ? undefined : parseEventsArn(entry.EventBusName);
  if (bus !== undefined && !isSameScope(bus.scope, scope))
    return foreignBus(context.caller.arn, entry.EventBusName ?? "");
  const json = eventJson({
    id: eventId,
    detailType,
    source,
    account: scope.accountId,
    timeMs: entry.Time?.getTime() ?? nowMs,
    region: scope.region,
    resources: entry.Resources ?? [],
    detailJson,
  });
  const name = bus?.bus ?? entry.EventBusName ?? DEFAULT_BUS;
  return { scope, bus: name, eventId, eventJson: json, ingestedAtMs: nowMs, traceHeader, hops: 0 };
}
