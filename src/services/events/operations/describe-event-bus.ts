import { busArn, busNameOf } from "../arn.ts";
import { answeredSettings } from "../bus-settings.ts";
import { busTimes } from "../bus-times.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function describeEventBus({ directory }: EventsDependencies): Operation<"DescribeEventBus"> {
  return async ({ Name }, { scope }) => {
    const { record } = (await directory.in(scope)).bus(busNameOf(scope, Name));
    const { name, policy } = record;
    return {
      Name: name,
      Arn: busArn(scope, name),
      ...answeredSettings(record),
      ...(policy === null ? {} : { Policy: policy }),
      ...busTimes(record),
    };
  };
}
