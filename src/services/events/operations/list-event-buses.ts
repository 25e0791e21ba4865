import type { Scope } from "../../../base/index.ts";
import type { EventsModel } from "../../../wire/index.ts";
import { busArn } from "../arn.ts";
import { busTimes } from "../bus-times.ts";
import type { BusRecord } from "../directory/bus-record.ts";
import { pageOf } from "../list-page.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

export function listEventBuses({ directory }: EventsDependencies): Operation<"ListEventBuses"> {
  return async (input, { scope }) => {
    const { NamePrefix: prefix = "" } = input;
    const buses = [...(await directory.in(scope)).buses.values()]
      .map(({ record }) => record)
      .filter(({ name }) => name.startsWith(prefix));
    const { entries, next } = pageOf(buses, ({ name }) => name, input);
    return { EventBuses: entries.map((record) => described(scope, record)), ...next };
  };
}

function described(scope: Scope, record: BusRecord): EventsModel.EventBus {
  const { name, description, policy } = record;
  return {
    Name: name,
    Arn: busArn(scope, name),
    ...(description === null ? {} : { Description: description }),
    ...(policy === null ? {} : { Policy: policy }),
    ...busTimes(record),
  };
}
