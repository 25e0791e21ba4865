import { RecordConflict } from "../../store/index.ts";
import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { Activation } from "../activation.ts";
import { checkSigning, deployedPackages } from "../code-signing/deployment-check.ts";
import { attachSigningConfig } from "../code-signing/signing-attachment.ts";
import { SIGNING_CONFIG_KIND } from "../code-signing/signing-config-record.ts";
import { type StoredSigningConfig, usedSigningConfig } from "../code-signing/signing-configs.ts";
import { addPackage } from "../code-source.ts";
import { functionConfiguration } from "../configuration.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionChange } from "../function-directory.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { type FunctionRecord, type FunctionSettings, functionKey, packageOf, packagesOf } from "../function-record.ts";
import { checkUnzippedSize } from "../layers/function-layers.ts";
import { refuseMissingMembers } from "../missing-members.ts";
import { codeSource, declaredNew } from "../new-settings.ts";
import { PackageCollector } from "../package-collector.ts";
import { withPublication } from "../publication.ts";
import { checkTags } from "../tags.ts";
import { versionCounter } from "../version-counter.ts";

type Input = LambdaModel.CreateFunctionRequest;

const NAME_LENGTH_MAX = 64;

/** `CreateFunction`: stores a function as Pending; it becomes Active a moment later. */
export function createFunction(plane: ControlPlane): LambdaHandler<"CreateFunction"> {
  return async (input, context) => {
    const name = newName(input, context);
    refuseUnknown(input);
    const record = await plane.collector.adding(() => create(plane, input, context, name));
    plane.activation.begin(functionKey(context.scope, name));
    // The service names the published version here, with the ARN of the function.
    const version = { ...record.latest, version: record.publishing ?? LATEST };
    return functionConfiguration(record, version, undefined, plane.runtimes());
  };
}

/** Nothing that the function may refer to is removed meanwhile. */
async function create(
  plane: ControlPlane,
  input: Input,
  context: OperationContext,
  name: string,
): Promise<FunctionRecord> {
  await signingConfig(plane, input, context);
  const declared = await declaredNew(plane, input, name, context);
  const tags = input.Tags ?? {};
  checkTags(tags);
  const source = await codeSource(plane, input, context);
  const key = functionKey(context.scope, name);
  if ((await plane.directory.find(key)) !== undefined) throw lambdaError("function-exists", { name });
  const settings = { ...declared, code: "zip" in source ? await addPackage(plane, source) : source };
  try {
    checkUnzippedSize(settings);
    const nextVersion = await versionCounter(plane.records, key);
    return await store(plane, key, newRecord(plane, context, name, settings, { tags, nextVersion }), input, context);
  } catch (error) {
    // It is too large, another request was faster, or the disk is full: the package may now be nobody's.
    plane.collector.release(packageOf(settings.code), 0);
    throw error;
  }
}

function newName({ FunctionName }: Input, context: OperationContext): string {
  const { name, qualifier } = resolveFunctionName(FunctionName, undefined, context, "lambda:CreateFunction");
  if (qualifier !== undefined && qualifier !== LATEST) throw lambdaError("qualifier-on-create", { qualifier });
  if (name.length > NAME_LENGTH_MAX) throw lambdaError("name-too-long", { name });
  return name;
}

function refuseUnknown(input: Input): void {
  refuseMissingMembers("CreateFunction", input);
  refuseMissingMembers("CreateFunction", input.Code, "Code.");
}

function newRecord(
  { clock, random }: ControlPlane,
  { scope }: OperationContext,
  name: string,
  settings: FunctionSettings,
  { tags, nextVersion }: Pick<FunctionRecord, "tags" | "nextVersion">,
): FunctionRecord {
  return {
    form: 1,
    accountId: scope.accountId,
    region: scope.region,
    name,
    latest: {
      version: LATEST,
      settings,
      state: "Pending",
      stateReason: null,
      revisionId: random.uuid(),
      lastModifiedMs: clock.nowMs(),
    },
    staged: null,
    lastUpdate: null,
    lastUpdateReason: null,
    nextVersion,
    publishing: null,
    tags,
  };
}

/** Throws `AwsError` when there is none of the ARN that the request gives. */
async function signingConfig(
  { records }: ControlPlane,
  { CodeSigningConfigArn: arn, PackageType }: Input,
  context: OperationContext,
): Promise<StoredSigningConfig | undefined> {
  if (arn === undefined) return undefined;
  if (PackageType === "Image") throw lambdaError("signing-of-image");
  return usedSigningConfig(records, arn, context);
}

async function store(
  plane: ControlPlane,
  key: string,
  record: FunctionRecord,
  input: Input,
  context: OperationContext,
): Promise<FunctionRecord> {
  const { settings } = record.latest;
  const uses = packagesOf(settings).map((id) => PackageCollector.use(id, key));
  const publishing = { state: "Pending" as const, description: undefined };
  // Each round that is lost was won by someone who changed the code signing configuration, so this ends.
  for (;;) {
    const config = await signingConfig(plane, input, context);
    checkSigning(config?.record, deployedPackages(settings), record.name, plane.clock.nowMs());
    const attachment = config === undefined ? [] : attachSigningConfig(key, config);
    const made: FunctionChange = { record, also: [...uses, ...attachment, Activation.mark(key)] };
    const change = input.Publish === true ? withPublication(plane, key, made, settings, publishing) : made;
    try {
      await plane.directory.create(change);
      return change.record;
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
      if (error.kind === SIGNING_CONFIG_KIND) continue;
      throw lambdaError("function-exists", { name: record.name }, { cause: error });
    }
  }
}
