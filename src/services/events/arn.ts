import type { Scope } from "../../base/index.ts";
import { eventsError } from "./errors.ts";

export const DEFAULT_BUS = "default";

export function busArn({ region, accountId }: Scope, bus: string): string {
  return `arn:aws:events:${region}:${accountId}:event-bus/${bus}`;
}

/** Rules of the default bus do not name it. */
export function ruleArn({ region, accountId }: Scope, bus: string, rule: string): string {
  return `arn:aws:events:${region}:${accountId}:rule/${bus === DEFAULT_BUS ? rule : `${bus}/${rule}`}`;
}

/** What an ARN of EventBridge names. */
export interface EventsResource {
  readonly scope: Scope;
  readonly bus: string;
  /** Undefined for a bus. */
  readonly rule: string | undefined;
}

const BUS_ARN = /^arn:aws[\w-]*:events:([\w-]+):(\d{12}):event-bus\/(.+)$/;
const RULE_ARN = /^arn:aws[\w-]*:events:([\w-]+):(\d{12}):rule\/(?:(.+)\/)?([^/]+)$/;

/** Undefined when it is the ARN of neither a bus nor a rule. */
export function parseEventsArn(arn: string): EventsResource | undefined {
  const [, busRegion, busAccount, bus] = BUS_ARN.exec(arn) ?? [];
  if (busRegion !== undefined && busAccount !== undefined && bus !== undefined)
    return { scope: { region: busRegion, accountId: busAccount }, bus, rule: undefined };
  const [, region, accountId, ruleBus = DEFAULT_BUS, rule] = RULE_ARN.exec(arn) ?? [];
  return region === undefined || accountId === undefined || rule === undefined
    ? undefined
    : { scope: { region, accountId }, bus: ruleBus, rule };
}

/** The name in what may be a name or an ARN of a bus of this scope. Throws `ResourceNotFoundException` for the ARN of another. */
export function busNameOf(scope: Scope, nameOrArn: string | undefined): string {
  const resource = nameOrArn === undefined ? undefined : parseEventsArn(nameOrArn);
  if (resource === undefined) return nameOrArn ?? DEFAULT_BUS;
  if (!isSameScope(resource.scope, scope)) throw eventsError("bus-not-found", { bus: resource.bus });
  return resource.bus;
}

export function isSameScope(one: Scope, other: Scope): boolean {
  return one.accountId === other.accountId && one.region === other.region;
}
