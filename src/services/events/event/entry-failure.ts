import type { EventsModel } from "../../../wire/index.ts";

/** The refusal of one entry of PutEvents; the other entries are accepted all the same. */
export type EntryFailure = Required<Pick<EventsModel.PutEventsResultEntry, "ErrorCode" | "ErrorMessage">>;

type Member = "Source" | "DetailType" | "Detail";

export function missingMember(member: Member): EntryFailure {
  const ErrorMessage = `Parameter ${member} is not valid. Reason: ${member} is a required argument.`;
  return { ErrorCode: "InvalidArgument", ErrorMessage };
}

export const MALFORMED_DETAIL: EntryFailure = { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };

export const RESERVED_SOURCE: EntryFailure = {
  ErrorCode: "NotAuthorizedForSourceException",
  ErrorMessage: "Not authorized for the source.",
};

/** Buses of other accounts and regions are not written to from here; their policies are stored only. */
export function foreignBus(callerArn: string, bus: string): EntryFailure {
  return {
    ErrorCode: "AccessDeniedException",
    ErrorMessage: `User: ${callerArn} is not authorized to perform: events:PutEvents on resource: ${bus}`,
  };
}
