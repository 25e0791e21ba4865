import { RecordConflict, type RecordChange } from "../store/index.ts";
import { Activation } from "./activation.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { FunctionChange } from "./function-directory.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { type FunctionRecord, type FunctionSettings, packagesOf, usedPackages } from "./function-record.ts";
import { PackageCollector } from "./package-collector.ts";

/**
 * Changes a function on the condition that it is still as seen; when someone else changed it, looks again and decides
 * anew. `change` throws `AwsError` when the function, as it then is, must not be changed, and gives undefined when there
 * is nothing to be changed. Whoever writes what belongs to a function does it this way, so that nothing appears while its
 * owner is deleted.
 *
 * @param find looks the function up; throws when it is gone
 */
export async function changeFunction(
  { directory }: ControlPlane,
  find: () => Promise<FunctionEntry>,
  change: (entry: FunctionEntry) => FunctionChange | undefined | Promise<FunctionChange | undefined>,
): Promise<FunctionEntry> {
  // Each round that is lost was won by someone else, so this ends.
  for (;;) {
    const entry = await find();
    try {
      const changed = await change(entry);
      return changed === undefined ? entry : await directory.replace(entry, changed);
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
    }
  }
}

/** Stages settings as an update in progress; `Activation.begin` is to be called once it is written. */
export function stageSettings(plane: ControlPlane, entry: FunctionEntry, settings: FunctionSettings): FunctionChange {
  const { key, record } = entry;
  const also: RecordChange[] = [Activation.mark(key)];
  const used = usedPackages(record);
  for (const id of packagesOf(settings)) if (!used.includes(id)) also.push(PackageCollector.use(id, key));
  return { record: { ...staged(plane, record), staged: settings }, also };
}

function staged({ clock, random }: ControlPlane, record: FunctionRecord): FunctionRecord {
  const latest = { ...record.latest, revisionId: random.uuid(), lastModifiedMs: clock.nowMs() };
  return { ...record, latest };
}
