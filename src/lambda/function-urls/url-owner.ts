import { functionArn } from "../../base/index.ts";
import type { RecordStore } from "../../store/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { belongingKey } from "../belongings.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { functionKey } from "../function-record.ts";
import { FUNCTION_URL_KIND, type FunctionUrlRecord, readFunctionUrl } from "./url-record.ts";

/** A function or alias as one that has, or may get, a URL. */
export interface UrlOwner {
  readonly entry: FunctionEntry;
  /** `$LATEST` for the function itself; otherwise the name of an alias. */
  readonly qualifier: string;
  /** With the alias, if one was asked for. */
  readonly arn: string;
}

interface Wanted {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

/**
 * Finds the function or alias that a request names; versions have no URL. Throws `AwsError` 404 when there is none.
 *
 * @param unknown the error for a function or alias that does not exist, which differs between the operations
 */
export async function findUrlOwner(
  { directory }: ControlPlane,
  wanted: Wanted,
  context: OperationContext,
  action: string,
  unknown: "url-function-not-found" | "requested-not-found",
): Promise<UrlOwner> {
  const { name, qualifier } = resolveFunctionName(wanted.FunctionName, wanted.Qualifier, context, action);
  const entry = await directory.find(functionKey(context.scope, name));
  if (entry === undefined) throw lambdaError(unknown);
  if (qualifier !== undefined && (await directory.alias(entry, qualifier)) === undefined) throw lambdaError(unknown);
  return { entry, qualifier: qualifier ?? LATEST, arn: functionArn(context.scope, name, qualifier) };
}

/** The URL of a function or alias; undefined when it has none. */
export async function urlOf(
  records: RecordStore,
  { entry, qualifier }: UrlOwner,
): Promise<FunctionUrlRecord | undefined> {
  const key = belongingKey(entry.key, qualifier);
  const stored = await records.get(FUNCTION_URL_KIND, key);
  return stored && readFunctionUrl(key, stored.value);
}
