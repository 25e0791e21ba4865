import type { LambdaModel } from "../wire/index.ts";
import { checkEnvironment } from "./environment-variables.ts";
import { lambdaError } from "./errors.ts";
import type {
  FileSystemSettings,
  FunctionSettings,
  ImageSettings,
  LayerSettings,
  LoggingSettings,
  VpcSettings,
} from "./function-record.ts";
import { checkTenancy } from "./tenancy/tenancy-rules.ts";

/** The members of CreateFunction and UpdateFunctionConfiguration that declare settings. */
export type SettingsInput = Pick<
  LambdaModel.UpdateFunctionConfigurationRequest,
  | "Runtime"
  | "Handler"
  | "Role"
  | "Description"
  | "Timeout"
  | "MemorySize"
  | "EphemeralStorage"
  | "Environment"
  | "LoggingConfig"
  | "TracingConfig"
  | "SnapStart"
  | "VpcConfig"
  | "DeadLetterConfig"
  | "KMSKeyArn"
  | "FileSystemConfigs"
>;

/** What a new function has unless the request says otherwise (CreateFunction, AWS Lambda API reference). */
export function defaultSettings(name: string): Omit<FunctionSettings, "code" | "runtime" | "handler" | "roleArn"> {
  return {
    layers: [],
    description: "",
    timeoutS: 3,
    memoryMib: 128,
    tmpMib: 512,
    architecture: "x86_64",
    environment: null,
    logging: { format: "Text", applicationLevel: null, systemLevel: null, group: `/aws/lambda/${name}` },
    tracing: "PassThrough",
    snapStart: "None",
    vpc: null,
    deadLetterArn: null,
    kmsKeyArn: null,
    fileSystems: [],
  };
}

/**
 * The settings with what the request gives in their place; checks what the model cannot. Throws `AwsError`.
 *
 * @param layers those that the request names; undefined when it names none
 * @param image settings of an image that the request gives; undefined when it gives none
 */
export function applySettings<Base extends Omit<FunctionSettings, "code">>(
  base: Base,
  input: SettingsInput,
  layers: readonly LayerSettings[] | undefined,
  image: ImageSettings | null | undefined,
): Base {
  const settings = {
    ...base,
    ...(image === undefined ? {} : { image }),
    layers: layers ?? base.layers,
    runtime: input.Runtime ?? base.runtime,
    handler: input.Handler ?? base.handler,
    roleArn: input.Role ?? base.roleArn,
    description: input.Description ?? base.description,
    timeoutS: input.Timeout ?? base.timeoutS,
    memoryMib: input.MemorySize ?? base.memoryMib,
    tmpMib: input.EphemeralStorage?.Size ?? base.tmpMib,
    environment: input.Environment === undefined ? base.environment : environmentOf(input.Environment),
    logging: loggingOf(input.LoggingConfig, base.logging),
    tracing: input.TracingConfig?.Mode ?? base.tracing,
    snapStart: input.SnapStart?.ApplyOn ?? base.snapStart,
    vpc: vpcOf(input.VpcConfig) ?? base.vpc,
    deadLetterArn:
      input.DeadLetterConfig?.TargetArn === undefined
        ? base.deadLetterArn
        : deadLetterOf(input.DeadLetterConfig.TargetArn),
    kmsKeyArn: (input.KMSKeyArn ?? base.kmsKeyArn) || null,
    fileSystems: input.FileSystemConfigs?.map(fileSystemOf) ?? base.fileSystems,
  };
  checkTenancy(settings);
  return settings;
}

/** No variables at all take the setting away, as declarative tools do that no longer declare any. */
function environmentOf(input: LambdaModel.Environment): Readonly<Record<string, string>> | null {
  const variables = { ...input.Variables };
  if (Object.keys(variables).length === 0) return null;
  checkEnvironment(variables);
  return variables;
}

function loggingOf(input: SettingsInput["LoggingConfig"], base: LoggingSettings): LoggingSettings {
  if (input === undefined) return base;
  const format = input.LogFormat ?? base.format;
  const group = input.LogGroup ?? base.group;
  if (format === "JSON")
    return {
      format,
      group,
      applicationLevel: input.ApplicationLogLevel ?? base.applicationLevel ?? "INFO",
      systemLevel: input.SystemLogLevel ?? base.systemLevel ?? "INFO",
    };
  if (input.ApplicationLogLevel !== undefined || input.SystemLogLevel !== undefined)
    throw lambdaError("log-levels-need-json");
  return { format, group, applicationLevel: null, systemLevel: null };
}

/** An empty ARN takes the setting away. Only standard queues and topics take dead letters. */
function deadLetterOf(arn: string): string | null {
  if (arn === "") return null;
  if (!/^arn:[^:]+:(sqs|sns):/.test(arn) || arn.endsWith(".fifo")) throw lambdaError("dead-letter-target", { arn });
  return arn;
}

function vpcOf(input: SettingsInput["VpcConfig"]): VpcSettings | undefined {
  if (input === undefined) return undefined;
  const subnetIds = input.SubnetIds ?? [];
  const securityGroupIds = input.SecurityGroupIds ?? [];
  if ((subnetIds.length === 0) !== (securityGroupIds.length === 0)) throw lambdaError("subnets-and-groups");
  return { subnetIds, securityGroupIds, ipv6AllowedForDualStack: input.Ipv6AllowedForDualStack ?? false };
}

function fileSystemOf(input: LambdaModel.FileSystemConfig): FileSystemSettings {
  return {
    arn: input.Arn,
    mountPath: input.LocalMountPath,
    directS3Read: input.S3FilesConfig?.DirectS3Read ?? null,
  };
}
