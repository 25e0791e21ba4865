import { isStream, SOURCE_TITLES } from "./event-source.ts";
import type { MappingRecord } from "./mapping-record.ts";

/** What was asked just now, which an answer shows as under way. */
export type Transition = "Creating" | "Updating" | "Enabling" | "Disabling" | "Deleting";

export interface MappingState {
  readonly state: Transition | "Enabled" | "Disabled";
  readonly reason: string;
}

/**
 * The state of a mapping. Nothing polls event sources yet, so one that is to be enabled is not, and says why; it stays on
 * record that it is to be.
 *
 * @param transition that the request being answered has begun
 */
export function mappingState({ enabled, source }: MappingRecord, transition?: Transition): MappingState {
  // The service has two ways of saying so, which its recorded answers tell apart by source.
  const byUser = isStream(source.kind) ? "User action" : "USER_INITIATED";
  if (transition !== undefined) return { state: transition, reason: byUser };
  if (!enabled) return { state: "Disabled", reason: byUser };
  return {
    state: "Disabled",
    reason: `Hearth does not poll ${SOURCE_TITLES[source.kind]} yet; the mapping is kept, and begins once it does.`,
  };
}
