import type { EventsModel } from "../../wire/index.ts";
import type { Rule } from "./directory/rule.ts";

/** A rule as lists and descriptions show it. */
export function describedRule({ arn, record }: Rule): EventsModel.Rule {
  const { name, bus, pattern, schedule, state, description, roleArn } = record;
  return {
    Name: name,
    Arn: arn,
    ...(pattern === null ? {} : { EventPattern: pattern }),
    ...(schedule === null ? {} : { ScheduleExpression: schedule }),
    State: state,
    ...(description === null ? {} : { Description: description }),
    ...(roleArn === null ? {} : { RoleArn: roleArn }),
    EventBusName: bus,
  };
}
