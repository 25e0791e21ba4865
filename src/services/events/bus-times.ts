import type { EventsModel } from "../../wire/index.ts";
import type { BusRecord } from "./directory/bus-record.ts";

/** When the bus was made and changed; the default bus was never made. */
export function busTimes({
  createdAtMs,
  modifiedAtMs,
}: BusRecord): Pick<EventsModel.EventBus, "CreationTime" | "LastModifiedTime"> {
  return {
    ...(createdAtMs === null ? {} : { CreationTime: new Date(createdAtMs) }),
    ...(modifiedAtMs === null ? {} : { LastModifiedTime: new Date(modifiedAtMs) }),
  };
}
