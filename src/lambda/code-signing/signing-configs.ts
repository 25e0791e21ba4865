import type { Scope } from "../../base/index.ts";
import { RecordConflict, type RecordStore } from "../../store/index.ts";
import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import {
  readSigningConfig,
  SIGNING_CONFIG_KIND,
  signingConfigArn,
  signingConfigId,
  signingConfigKey,
  type SigningConfigRecord,
} from "./signing-config-record.ts";

/** A configuration as stored, with the token of optimistic concurrency. */
export interface StoredSigningConfig {
  readonly key: string;
  readonly record: SigningConfigRecord;
  readonly storedVersion: number;
}

/** Undefined when there is none of this ARN in the account and region. */
export async function lookUpSigningConfig(
  records: RecordStore,
  arn: string,
  scope: Scope,
): Promise<StoredSigningConfig | undefined> {
  const id = signingConfigId(arn, scope);
  if (id === undefined) return undefined;
  const key = signingConfigKey(scope, id);
  const stored = await records.get(SIGNING_CONFIG_KIND, key);
  return stored && { key, record: readSigningConfig(key, stored.value), storedVersion: stored.version };
}

/** For an operation that is about a configuration. Throws `AwsError`: 404. */
export async function findSigningConfig(
  records: RecordStore,
  arn: string,
  { scope }: Pick<OperationContext, "scope">,
): Promise<StoredSigningConfig> {
  const found = await lookUpSigningConfig(records, arn, scope);
  if (found === undefined) throw lambdaError("signing-config-gone", { arn });
  return found;
}

/** For an operation that uses a configuration. Throws `AwsError`: 404 with a code of its own. */
export async function usedSigningConfig(
  records: RecordStore,
  arn: string,
  { scope }: Pick<OperationContext, "scope">,
): Promise<StoredSigningConfig> {
  const found = await lookUpSigningConfig(records, arn, scope);
  if (found === undefined) throw lambdaError("signing-config-not-found", { arn });
  return found;
}

/** Changes a configuration, looking again when someone else was faster. Throws what `find` throws. */
export async function changeSigningConfig(
  records: RecordStore,
  find: () => Promise<StoredSigningConfig>,
  change: (record: SigningConfigRecord) => SigningConfigRecord,
): Promise<SigningConfigRecord> {
  // Each round that is lost was won by someone else, so this ends.
  for (;;) {
    const { key, record, storedVersion } = await find();
    const value = change(record);
    try {
      await records.write([{ op: "put", kind: SIGNING_CONFIG_KIND, key, value, expect: storedVersion }]);
      return value;
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
    }
  }
}

export function signingConfigOutput(record: SigningConfigRecord): LambdaModel.CodeSigningConfig {
  return {
    CodeSigningConfigId: record.id,
    CodeSigningConfigArn: signingConfigArn(record),
    ...(record.description === null ? {} : { Description: record.description }),
    AllowedPublishers: { SigningProfileVersionArns: record.publishers },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: record.untrusted },
    LastModified: new Date(record.lastModifiedMs).toISOString(),
  };
}
