import { functionArn } from "../base/index.ts";
import type { OperationContext } from "../wire/index.ts";
import { changeSigningConfig, findSigningConfig } from "./code-signing/signing-configs.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import { changeMapping, findMapping } from "./event-sources/mappings.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { findFunction } from "./function-lookup.ts";
import { parseFunctionArn } from "./function-name.ts";
import { recordScope } from "./function-record.ts";
import { changeFunction } from "./function-update.ts";

type Tags = Readonly<Record<string, string>>;

/** What an ARN to be tagged names. Both throw `AwsError` when it is not there. */
export interface TaggedResource {
  tags(): Promise<Tags>;
  /** `change` throws when the resource must not have such tags. */
  retag(change: (tags: Tags) => Tags): Promise<void>;
}

const MAPPING = /^arn:aws[a-zA-Z-]*:lambda:([^:]+):(\d{12}):event-source-mapping:([^:]+)$/;
const SIGNING_CONFIG = /:code-signing-config:/;

/**
 * The function, event source mapping or code signing configuration of an ARN. Throws `AwsError` when the ARN can name
 * none.
 *
 * @param action the permission that the operation needs, e.g. `lambda:ListTags`
 */
export function taggedResource(
  plane: ControlPlane,
  arn: string,
  context: OperationContext,
  action: string,
): TaggedResource {
  const [, region, accountId, uuid] = MAPPING.exec(arn) ?? [];
  if (uuid !== undefined) {
    const isOwn = region === context.scope.region && accountId === context.scope.accountId;
    if (!isOwn) throw lambdaError("requested-not-found");
    return taggedMapping(plane, uuid, context);
  }
  if (SIGNING_CONFIG.test(arn)) return taggedSigningConfig(plane, arn, context);
  return taggedFunction(plane, arn, context, action);
}

function taggedFunction(plane: ControlPlane, arn: string, context: OperationContext, action: string): TaggedResource {
  const reference = parseFunctionArn(arn);
  if (reference === undefined) throw lambdaError("resource-not-found", { arn });
  if (reference.qualifier !== undefined) throw lambdaError("tags-on-qualifier");
  const find = async () => (await findFunction(plane, { FunctionName: arn }, context, action)).entry;
  return {
    tags: async () => (await find()).record.tags,
    retag: async (change) => {
      await changeFunction(plane, find, (entry) => {
        refuseDuringUpdate(entry);
        // Tags are no configuration, so the revision stays.
        return { record: { ...entry.record, tags: change(entry.record.tags) }, also: [] };
      });
    },
  };
}

/** Tags cannot be changed while an update is in progress (AWS Lambda developer guide, "Lambda function states"). */
function refuseDuringUpdate({ record }: FunctionEntry): void {
  if (record.staged === null) return;
  throw lambdaError("update-in-progress", { arn: functionArn(recordScope(record), record.name) });
}

function taggedMapping(plane: ControlPlane, uuid: string, context: OperationContext): TaggedResource {
  const find = () => findMapping(plane, uuid, context);
  return {
    tags: async () => (await find()).record.tags,
    retag: async (change) => {
      await changeMapping(plane, find, (record) => ({ ...record, tags: change(record.tags) }));
    },
  };
}

function taggedSigningConfig({ records }: ControlPlane, arn: string, context: OperationContext): TaggedResource {
  const find = () => findSigningConfig(records, arn, context);
  return {
    tags: async () => (await find()).record.tags,
    retag: async (change) => {
      await changeSigningConfig(records, find, (record) => ({ ...record, tags: change(record.tags) }));
    },
  };
}
