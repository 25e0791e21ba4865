import { functionArn } from "../base/index.ts";
import type { RuntimeCatalogue } from "../runtimes/index.ts";
import type { LambdaModel } from "../wire/index.ts";
import { signingMembers } from "./code-signing/signing-output.ts";
import { LATEST } from "./function-name.ts";
import {
  declaredSettings,
  type FunctionRecord,
  type FunctionSettings,
  type LayerSettings,
  recordScope,
  type VersionRecord,
} from "./function-record.ts";
import { codeSha256, imageMembers } from "./images/image-output.ts";
import { contentHash } from "./launch-specs.ts";

type Configuration = LambdaModel.FunctionConfiguration;

/** The text AWS gives with both `State: Pending` and `LastUpdateStatus: InProgress`. */
const BEING_CREATED = "The function is being created.";

/**
 * The members of FunctionConfiguration that lists show too; the ListFunctions documentation names those it leaves out
 * (State, LastUpdateStatus, their reasons, RuntimeVersionConfig).
 *
 * @param version `record.latest` or a published version
 * @param qualifier appended to the ARN when the function was asked for with one
 */
export function listedConfiguration(
  record: FunctionRecord,
  version: VersionRecord,
  qualifier: string | undefined,
): Configuration {
  const settings = shownSettings(record, version);
  return {
    FunctionName: record.name,
    FunctionArn: functionArn(recordScope(record), record.name, qualifier),
    ...zipMembers(settings),
    Role: settings.roleArn,
    CodeSize: settings.code.zipBytes,
    Description: settings.description,
    Timeout: settings.timeoutS,
    MemorySize: settings.memoryMib,
    LastModified: new Date(version.lastModifiedMs).toISOString().replace("Z", "+0000"),
    CodeSha256: codeSha256(settings.code),
    Version: version.version,
    TracingConfig: { Mode: settings.tracing },
    RevisionId: version.revisionId,
    PackageType: settings.code.image === undefined ? "Zip" : "Image",
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.tmpMib },
    SnapStart: { ApplyOn: settings.snapStart, OptimizationStatus: "Off" },
    LoggingConfig: loggingConfig(settings),
    ConfigSha256: configSha256(settings),
    ...signingMembers(settings.code),
    ...imageMembers(settings),
    ...optionalMembers(settings),
  };
}

/** The whole configuration, as GetFunctionConfiguration, CreateFunction and the updates answer it. */
export function functionConfiguration(
  record: FunctionRecord,
  version: VersionRecord,
  qualifier: string | undefined,
  catalogue: RuntimeCatalogue,
): Configuration {
  const { runtime } = shownSettings(record, version);
  const hash = catalogue.found.find((found) => found.name === runtime)?.versionHash;
  return {
    ...listedConfiguration(record, version, qualifier),
    ...stateMembers(version),
    ...(version.version === LATEST ? updateMembers(record) : publishedUpdateMembers(version)),
    ...(hash === undefined
      ? {}
      : { RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${record.region}::runtime:${hash}` } }),
  };
}

/** Of `$LATEST`, an update in progress shows already, although what was before still serves. */
export function shownSettings(record: FunctionRecord, version: VersionRecord): FunctionSettings {
  return version.version === LATEST ? declaredSettings(record) : version.settings;
}

function stateMembers({ state, stateReason }: VersionRecord): Configuration {
  if (state === "Pending") return { State: "Pending", StateReason: BEING_CREATED, StateReasonCode: "Creating" };
  if (stateReason === null) return { State: state };
  return { State: state, StateReason: stateReason.text, StateReasonCode: stateReason.code };
}

/** A published version is never updated; once it is active it shows its creation as a success. */
function publishedUpdateMembers({ state }: VersionRecord): Configuration {
  return state === "Active" ? { LastUpdateStatus: "Successful" } : {};
}

function updateMembers({ staged, lastUpdate, lastUpdateReason }: FunctionRecord): Configuration {
  if (staged !== null)
    return {
      LastUpdateStatus: "InProgress",
      LastUpdateStatusReason: BEING_CREATED,
      // The service was seen to answer with this code although its own model does not list it here.
      LastUpdateStatusReasonCode: "Creating" as LambdaModel.LastUpdateStatusReasonCode,
    };
  if (lastUpdate === null) return {};
  if (lastUpdateReason === null) return { LastUpdateStatus: lastUpdate };
  return {
    LastUpdateStatus: lastUpdate,
    LastUpdateStatusReason: lastUpdateReason.text,
    LastUpdateStatusReasonCode: lastUpdateReason.code,
  };
}

/** An image says itself what runs it, and how. */
function zipMembers({ runtime, handler }: FunctionSettings): Configuration {
  return { ...(runtime === null ? {} : { Runtime: runtime }), ...(handler === null ? {} : { Handler: handler }) };
}

function loggingConfig({ logging }: FunctionSettings): LambdaModel.LoggingConfig {
  return {
    LogFormat: logging.format,
    LogGroup: logging.group,
    ...(logging.applicationLevel === null ? {} : { ApplicationLogLevel: logging.applicationLevel }),
    ...(logging.systemLevel === null ? {} : { SystemLogLevel: logging.systemLevel }),
  };
}

function usedLayer({ arn, code }: LayerSettings): LambdaModel.Layer {
  return { Arn: arn, CodeSize: code.zipBytes, ...signingMembers(code) };
}

/** Members that are left out as long as they were never given. */
function optionalMembers(settings: FunctionSettings): Configuration {
  const { environment, layers, vpc, deadLetterArn, kmsKeyArn, fileSystems, tenancy } = settings;
  return {
    ...(environment === null ? {} : { Environment: { Variables: environment } }),
    ...(layers.length === 0 ? {} : { Layers: layers.map(usedLayer) }),
    ...(vpc === null
      ? {}
      : {
          VpcConfig: {
            SubnetIds: vpc.subnetIds,
            SecurityGroupIds: vpc.securityGroupIds,
            // No VPC service knows these subnets, so their VPC is not known either.
            VpcId: "",
            Ipv6AllowedForDualStack: vpc.ipv6AllowedForDualStack,
          },
        }),
    ...(deadLetterArn === null ? {} : { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    ...(kmsKeyArn === null ? {} : { KMSKeyArn: kmsKeyArn }),
    ...(tenancy === undefined ? {} : { TenancyConfig: { TenantIsolationMode: tenancy } }),
    ...(fileSystems.length === 0
      ? {}
      : {
          FileSystemConfigs: fileSystems.map(({ arn, mountPath, directS3Read }) => ({
            Arn: arn,
            LocalMountPath: mountPath,
            ...(directS3Read === null ? {} : { S3FilesConfig: { DirectS3Read: directS3Read } }),
          })),
        }),
  };
}

/** Hash over the configuration without the code, as base64 like CodeSha256; what AWS hashes is not public. */
function configSha256({ code: _code, ...configuration }: FunctionSettings): string {
  return Buffer.from(contentHash(configuration), "hex").toString("base64");
}
