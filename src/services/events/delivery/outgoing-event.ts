import { type OutgoingEvent, type Sender, TargetError } from "../../../base/index.ts";
import { StoreFullError } from "../../../store/index.ts";
import { parseEventsArn } from "../arn.ts";
import { eventJson } from "../event/event-envelope.ts";
import { readDetail } from "../event/event-detail.ts";
import type { EventsDependencies } from "../operation.ts";

type Parts = Pick<EventsDependencies, "directory" | "intake" | "clock" | "random">;

/**
 * Puts an event of another room on a bus: a destination of a function, a schedule. Its source may be that of a service of
 * AWS. Resolves once it is durable; throws `TargetError` when there is no such bus, or the event is none.
 */
export async function acceptOutgoing(
  { directory, intake, clock, random }: Parts,
  arn: string,
  event: OutgoingEvent,
  sender: Sender,
): Promise<void> {
  const bus = parseEventsArn(arn);
  if (bus === undefined || bus.rule !== undefined)
    throw refusal("InvalidParameter", `${arn} is not the ARN of an event bus`);
  if (bus.scope.accountId !== sender.scope.accountId)
    throw refusal("AccessDenied", `${sender.sourceArn} may not put events on ${arn}`);
  if (!(await directory.in(bus.scope)).buses.has(bus.bus))
    throw refusal("ResourceNotFoundException", `Event bus ${bus.bus} does not exist.`);
  const detailJson = readDetail(event.detail);
  if (detailJson === undefined) throw refusal("MalformedDetail", "Detail is malformed.");
  const nowMs = clock.nowMs();
  const { accountId: account, region } = bus.scope;
  const eventId = random.uuid();
  const parts = { ...event, id: eventId, account, region, timeMs: event.timeMs ?? nowMs, detailJson };
  const { traceHeader } = sender;
  const incoming = { scope: bus.scope, bus: bus.bus, eventId, eventJson: eventJson(parts), ingestedAtMs: nowMs };
  try {
    await intake.accept([{ ...incoming, traceHeader, hops: 0 }]);
  } catch (error) {
    if (!(error instanceof StoreFullError)) throw error;
    throw new TargetError("InternalFailure", error.message, { retryable: true, cause: error });
  }
}

function refusal(code: string, message: string): TargetError {
  return new TargetError(code, message, { retryable: false });
}
