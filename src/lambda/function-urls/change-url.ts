import type { RecordChange } from "../../store/index.ts";
import { belongingKey } from "../belongings.ts";
import type { ControlPlane } from "../control-plane.ts";
import { changeFunction } from "../function-update.ts";
import { type UrlOwner, urlOf } from "./url-owner.ts";
import {
  FUNCTION_URL_ID_KIND,
  FUNCTION_URL_KIND,
  type FunctionUrlOwner,
  type FunctionUrlRecord,
} from "./url-record.ts";

/**
 * Makes, changes or, by answering undefined, takes away the URL of a function or alias. A URL is no part of a function's
 * configuration, so the function's revision stays. Throws what `find` and `change` throw.
 */
export async function changeUrl(
  plane: ControlPlane,
  find: () => Promise<UrlOwner>,
  change: (present: FunctionUrlRecord | undefined, owner: UrlOwner) => FunctionUrlRecord | undefined,
): Promise<void> {
  let owner: UrlOwner | undefined;
  const findEntry = async () => {
    owner = await find();
    return owner.entry;
  };
  await changeFunction(plane, findEntry, async ({ record }) => {
    if (owner === undefined) throw new Error("a URL is changed before its function was found");
    const present = await urlOf(plane.records, owner);
    return { record, also: urlChanges(owner, present, change(present, owner)) };
  });
}

function urlChanges(
  { entry, qualifier }: UrlOwner,
  present: FunctionUrlRecord | undefined,
  next: FunctionUrlRecord | undefined,
): readonly RecordChange[] {
  const key = belongingKey(entry.key, qualifier);
  const changes: RecordChange[] = [];
  if (present !== undefined && present.urlId !== next?.urlId)
    changes.push({ op: "delete", kind: FUNCTION_URL_ID_KIND, key: present.urlId });
  if (next === undefined) return [...changes, { op: "delete", kind: FUNCTION_URL_KIND, key }];
  const value: FunctionUrlOwner = { functionKey: entry.key, qualifier };
  return [
    ...changes,
    { op: "put", kind: FUNCTION_URL_KIND, key, value: next },
    { op: "put", kind: FUNCTION_URL_ID_KIND, key: next.urlId, value },
  ];
}
