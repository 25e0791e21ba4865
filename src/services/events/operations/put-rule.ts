import {
  compileEventPattern,
  EventPatternError,
  parseSchedule,
  RULE_GRAMMAR,
  ScheduleSyntaxError,
} from "../../../base/index.ts";
import type { EventsModel } from "../../../wire/index.ts";
import { busNameOf, DEFAULT_BUS, ruleArn } from "../arn.ts";
import type { Bus } from "../directory/load-scope.ts";
import type { RuleRecord } from "../directory/rule-record.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";
import { tagsOf } from "../tags.ts";

/** Rules per bus (Amazon EventBridge user guide, "Quotas"). */
const RULES_MAX = 300;

/**
 * Makes a rule, or replaces all of one but its targets and tags. Throws `ResourceNotFoundException` for the bus,
 * `InvalidEventPatternException`, `LimitExceededException`, `ValidationException`.
 */
export function putRule({ directory, schedules }: EventsDependencies): Operation<"PutRule"> {
  return async (input, { scope, caller }) => {
    const here = await directory.in(scope);
    return here.change(async () => {
      const bus = here.bus(busNameOf(scope, input.EventBusName));
      checkTrigger(input, bus.record.name);
      const known = bus.rules.get(input.Name);
      if (known === undefined && bus.rules.size >= RULES_MAX) throw eventsError("too-many");
      const record = newRecord(input, bus, caller.accountId);
      const scheduleId = await schedules.plan(scope, record, known?.record);
      await here.putRule({ ...record, scheduleId });
      return { RuleArn: ruleArn(scope, bus.record.name, input.Name) };
    });
  };
}

function newRecord(input: EventsModel.PutRuleRequest, bus: Bus, accountId: string): RuleRecord {
  const known = bus.rules.get(input.Name)?.record;
  return {
    form: 1,
    name: input.Name,
    bus: bus.record.name,
    pattern: textOf(input.EventPattern),
    schedule: textOf(input.ScheduleExpression),
    scheduleId: null,
    state: input.State ?? "ENABLED",
    description: textOf(input.Description),
    roleArn: input.RoleArn ?? null,
    createdBy: known?.createdBy ?? accountId,
    // Tags of a rule that is there already are left as they are (EventBridge API reference, PutRule).
    tags: known?.tags ?? tagsOf(input.Tags),
    targets: known?.targets ?? [],
  };
}

/** Empty text is as good as none. */
function textOf(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function checkTrigger(input: EventsModel.PutRuleRequest, bus: string): void {
  const { EventPattern: pattern, ScheduleExpression: schedule } = input;
  if (!pattern && !schedule) throw eventsError("rule-without-trigger");
  if (schedule) checkSchedule(schedule, bus);
  if (pattern) checkPattern(pattern);
}

function checkSchedule(expression: string, bus: string): void {
  if (bus !== DEFAULT_BUS) throw eventsError("schedule-on-custom-bus");
  try {
    parseSchedule(expression, RULE_GRAMMAR);
  } catch (error) {
    throw error instanceof ScheduleSyntaxError ? eventsError("bad-schedule", undefined, error) : error;
  }
}

function checkPattern(pattern: string): void {
  try {
    compileEventPattern(pattern);
  } catch (error) {
    throw error instanceof EventPatternError ? eventsError("bad-pattern", { message: error.message }, error) : error;
  }
}
