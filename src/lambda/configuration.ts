import { functionArn } from "../base/index.ts";
import type { RuntimeCatalogue } from "../runtimes/index.ts";
import type { LambdaModel } from "../wire/index.ts";
import { declaredSettings, type FunctionRecord, type FunctionSettings, recordScope } from "./function-record.ts";
import { contentHash } from "./launch-specs.ts";

type Configuration = LambdaModel.FunctionConfiguration;

/** The text AWS gives with both `State: Pending` and `LastUpdateStatus: InProgress`. */
const BEING_CREATED = "The function is being created.";

/**
 * The members of FunctionConfiguration that lists show too; the ListFunctions documentation names those it leaves out
 * (State, LastUpdateStatus, their reasons, RuntimeVersionConfig).
 *
 * @param qualifier appended to the ARN when the function was asked for with one
 */
export function listedConfiguration(record: FunctionRecord, qualifier: string | undefined): Configuration {
  const settings = declaredSettings(record);
  return {
    FunctionName: record.name,
    FunctionArn: functionArn(recordScope(record), record.name, qualifier),
    Runtime: settings.runtime,
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: settings.code.zipBytes,
    Description: settings.description,
    Timeout: settings.timeoutS,
    MemorySize: settings.memoryMib,
    LastModified: new Date(record.latest.lastModifiedMs).toISOString().replace("Z", "+0000"),
    CodeSha256: Buffer.from(settings.code.sha256, "hex").toString("base64"),
    Version: record.latest.version,
    TracingConfig: { Mode: settings.tracing },
    RevisionId: record.latest.revisionId,
    PackageType: "Zip",
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.tmpMib },
    SnapStart: { ApplyOn: settings.snapStart, OptimizationStatus: "Off" },
    LoggingConfig: loggingConfig(settings),
    ConfigSha256: configSha256(settings),
    ...optionalMembers(settings),
  };
}

/** The whole configuration, as GetFunctionConfiguration, CreateFunction and the updates answer it. */
export function functionConfiguration(
  record: FunctionRecord,
  qualifier: string | undefined,
  catalogue: RuntimeCatalogue,
): Configuration {
  const { runtime } = declaredSettings(record);
  const hash = catalogue.found.find((found) => found.name === runtime)?.versionHash;
  return {
    ...listedConfiguration(record, qualifier),
    ...stateMembers(record),
    ...updateMembers(record),
    ...(hash === undefined
      ? {}
      : { RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${record.region}::runtime:${hash}` } }),
  };
}

function stateMembers({ latest }: FunctionRecord): Configuration {
  if (latest.state === "Pending") return { State: "Pending", StateReason: BEING_CREATED, StateReasonCode: "Creating" };
  if (latest.stateReason === null) return { State: latest.state };
  return { State: latest.state, StateReason: latest.stateReason.text, StateReasonCode: latest.stateReason.code };
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

function loggingConfig({ logging }: FunctionSettings): LambdaModel.LoggingConfig {
  return {
    LogFormat: logging.format,
    LogGroup: logging.group,
    ...(logging.applicationLevel === null ? {} : { ApplicationLogLevel: logging.applicationLevel }),
    ...(logging.systemLevel === null ? {} : { SystemLogLevel: logging.systemLevel }),
  };
}

/** Members that are left out as long as they were never given. */
function optionalMembers({ environment, vpc, deadLetterArn, kmsKeyArn, fileSystems }: FunctionSettings): Configuration {
  return {
    ...(environment === null ? {} : { Environment: { Variables: environment } }),
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
