import { isoSeconds } from "../event/event-envelope.ts";

/** What a target's input is made of. */
export interface InputContext {
  /** The event as JSON text. */
  readonly eventJson: string;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestedAtMs: number;
}

type Members = Readonly<Record<string, unknown>>;
type Reader = (context: InputContext, event: Members) => unknown;

/** Variables that need no path and that nobody may define (Amazon EventBridge user guide, "Predefined variables"). */
const RESERVED: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["aws.events.rule-arn", ({ ruleArn }) => ruleArn],
  ["aws.events.rule-name", ({ ruleName }) => ruleName],
  ["aws.events.event.ingestion-time", ({ ingestedAtMs }) => isoSeconds(ingestedAtMs)],
  ["aws.events.event", (_context, event) => withoutDetail(event)],
  ["aws.events.event.json", (_context, event) => event],
]);

export function isReserved(variable: string): boolean {
  return RESERVED.has(variable);
}

export function reservedValue(variable: string, context: InputContext, event: Members): unknown {
  return RESERVED.get(variable)?.(context, event);
}

/** The members and their order are those that AWS gives this variable, which are not those of the event. */
function withoutDetail(event: Members): Members {
  const { id, account, "detail-type": detailType, time, source, region, resources, version } = event;
  return { id, account, detailType, time, source, region, resources, version };
}
