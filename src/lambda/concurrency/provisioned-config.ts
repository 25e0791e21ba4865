import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { belongingKey } from "../belongings.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { findTarget, type QualifierTarget } from "../function-lookup.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { functionKey, recordScope } from "../function-record.ts";
import { changeFunction } from "../function-update.ts";
import { isVersionNumber } from "../version-record.ts";
import { functionArn } from "../../base/index.ts";
import { checkProvisioning } from "./provisioning-rules.ts";
import { PROVISIONED_KIND, type ProvisionedRecord } from "./concurrency-record.ts";

/** A version or alias that may have provisioned concurrency. */
export interface Provisionable {
  readonly entry: FunctionEntry;
  readonly qualifier: string;
  readonly target: QualifierTarget;
}

interface Wanted {
  readonly FunctionName: string;
  readonly Qualifier: string;
}

/** Finds the version or alias that a request names. Throws `AwsError`: 400 for `$LATEST`, 404 for what does not exist. */
export async function findProvisionable(
  plane: ControlPlane,
  { FunctionName, Qualifier }: Wanted,
  context: OperationContext,
  action: string,
  latestError: "provisions-unpublished" | "provisioned-unpublished" = "provisioned-unpublished",
): Promise<Provisionable> {
  if (Qualifier === LATEST) throw lambdaError(latestError);
  const { name } = resolveFunctionName(FunctionName, Qualifier, context, action);
  const entry = await plane.directory.find(functionKey(context.scope, name));
  const target = entry && (await findTarget(plane, entry, Qualifier));
  if (entry !== undefined && target !== undefined) return { entry, target, qualifier: Qualifier };
  const arn = functionArn(context.scope, name, Qualifier);
  throw lambdaError(isVersionNumber(Qualifier) ? "function-not-found" : "alias-not-found", { arn });
}

/** Sets how many environments are kept for a version or alias, and begins to provision them. Throws `AwsError`. */
export async function setProvisioned(
  plane: ControlPlane,
  find: () => Promise<Provisionable>,
  requested: number,
): Promise<LambdaModel.PutProvisionedConcurrencyConfigResponse> {
  const { ledger, provisioning } = plane.concurrency;
  const { entry, qualifier } = await find();
  const record: ProvisionedRecord = { form: 1, requested, lastModifiedMs: plane.clock.nowMs() };
  await ledger.exclusively(entry.key, async () => {
    await changeProvisioned(plane, find, async (found) => {
      await checkProvisioning(plane, found, requested);
      return record;
    });
    ledger.setProvisioned(entry.key, qualifier, record);
  });
  provisioning.follow(entry.key, [qualifier]);
  return describeProvisioned(plane, entry.key, qualifier, record);
}

/** Gives up what is kept for a version or alias; nothing is no error. */
export async function removeProvisioned(plane: ControlPlane, find: () => Promise<Provisionable>): Promise<void> {
  const { ledger, provisioning } = plane.concurrency;
  const { entry, qualifier } = await find();
  await ledger.exclusively(entry.key, async () => {
    if (!ledger.provisioned(entry.key).has(qualifier)) return;
    await changeProvisioned(plane, find, () => Promise.resolve(undefined));
    ledger.setProvisioned(entry.key, qualifier, undefined);
  });
  provisioning.follow(entry.key);
}

async function changeProvisioned(
  plane: ControlPlane,
  find: () => Promise<Provisionable>,
  change: (found: Provisionable) => Promise<ProvisionedRecord | undefined>,
): Promise<void> {
  let found = await find();
  const again = async (): Promise<FunctionEntry> => {
    found = await find();
    return found.entry;
  };
  await changeFunction(plane, again, async ({ record }) => {
    const key = belongingKey(found.entry.key, found.qualifier);
    const value = await change(found);
    if (value === undefined) return { record, also: [{ op: "delete", kind: PROVISIONED_KIND, key }] };
    return { record, also: [{ op: "put", kind: PROVISIONED_KIND, key, value }] };
  });
}

/** A configuration as its operations answer it. */
export function describeProvisioned(
  { concurrency }: ControlPlane,
  key: string,
  qualifier: string,
  { requested, lastModifiedMs }: ProvisionedRecord,
): LambdaModel.GetProvisionedConcurrencyConfigResponse {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    ...concurrency.provisioning.status(key, qualifier),
    // To the second, as the service shows it.
    LastModified: `${new Date(lastModifiedMs).toISOString().slice(0, 19)}+0000`,
  };
}

/** The ARN of a version or alias. */
export function qualifiedArn({ record }: FunctionEntry, qualifier: string): string {
  return functionArn(recordScope(record), record.name, qualifier);
}
