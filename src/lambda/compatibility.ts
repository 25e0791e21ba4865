/**
 * - `working`: has the effect it has on AWS
 * - `stored`: is accepted, kept and answered, without effect
 * - `missing`: is refused, or ignored where the value asks for nothing
 */
export type MemberStatus = "working" | "stored" | "missing";

export interface MemberSupport {
  readonly status: MemberStatus;
  /** What it lacks, for the reader of the documentation and of the error. */
  readonly note?: string;
}

type Members = Readonly<Record<string, MemberSupport>>;

const working: MemberSupport = { status: "working" };
const stored = (note: string): MemberSupport => ({ status: "stored", note });
const missing = (note: string): MemberSupport => ({ status: "missing", note });

const name: Members = { FunctionName: working };
const qualified: Members = { ...name, Qualifier: working };
const alias: Members = { Name: working, Description: working, RoutingConfig: working };
const page: Members = { Marker: working, MaxItems: working };

const s3: MemberSupport = {
  status: "working",
  note: "from the store of `--s3-endpoint`; without one every bucket is answered as unknown",
};
const images = stored("images are not run yet, so that the function becomes Failed and says so");
const imageUri = stored(
  "checked and kept; what a tag stands for is not asked, so only a digest is answered as resolved",
);
const managed = missing("managed instances");

const tenancy: MemberSupport = {
  status: "working",
  note: "environments of a tenant count like any other; there is no limit of their own",
};

const code: Members = {
  ZipFile: working,
  S3Bucket: s3,
  S3Key: s3,
  S3ObjectVersion: s3,
  S3ObjectStorageMode: stored("the object is copied either way; REFERENCE remembers which version it was"),
  ImageUri: imageUri,
  SourceKMSKeyArn: stored("packages are not encrypted"),
};

const settings: Members = {
  Role: stored("kept and given to the function's environment; nothing is enforced by it yet"),
  Handler: { status: "working", note: "class libraries of .NET (`Assembly::Type::Method`) need AWS's client for them" },
  Runtime: {
    status: "working",
    note: "where this machine has the language (`hearth runtimes list`); there is no Java 8, Node.js 26 or Python 3.15 yet",
  },
  Description: working,
  Timeout: working,
  MemorySize: working,
  EphemeralStorage: working,
  Environment: working,
  LoggingConfig: working,
  VpcConfig: stored("functions have the machine's outgoing network"),
  DeadLetterConfig: working,
  KMSKeyArn: stored("variables are not encrypted"),
  TracingConfig: stored("decides which invocations are sampled, and what is told the function; no traces are kept yet"),
  Layers: { status: "working", note: "layers of this server; AWS's own and other people's public layers are not here" },
  FileSystemConfigs: stored("nothing is mounted"),
  ImageConfig: images,
  SnapStart: stored(
    "published versions get their credentials from the endpoint that AWS_CONTAINER_CREDENTIALS_FULL_URI names, not in variables; otherwise they start like any other, without snapshot or hooks, and with any runtime",
  ),
  CapacityProviderConfig: managed,
  DurableConfig: missing("durable functions"),
};

const layer: Members = { LayerName: working };
const layerVersion: Members = { ...layer, VersionNumber: working };
const layerPage: Members = { ...page, CompatibleRuntime: working, CompatibleArchitecture: working };

const signing: MemberSupport = {
  status: "working",
  note: "revoked signatures are not known, and signers must lead to a root of AWS Signer or of `--signing-roots`",
};
const signingConfig: Members = {
  Description: working,
  AllowedPublishers: working,
  CodeSigningPolicies: { status: "working", note: "Warn lets pass without the metric that AWS writes" },
};

const eventInvoke: Members = {
  ...qualified,
  MaximumRetryAttempts: working,
  MaximumEventAgeInSeconds: working,
  DestinationConfig: working,
};

const unpolled = stored("no event source is polled yet");
const mapping: Members = {
  ...Object.fromEntries(
    [
      "Enabled",
      "BatchSize",
      "MaximumBatchingWindowInSeconds",
      "FilterCriteria",
      "FunctionResponseTypes",
      "ScalingConfig",
      "ProvisionedPollerConfig",
      "ParallelizationFactor",
      "BisectBatchOnFunctionError",
      "MaximumRecordAgeInSeconds",
      "MaximumRetryAttempts",
      "TumblingWindowInSeconds",
      "DestinationConfig",
      "SourceAccessConfigurations",
      "AmazonManagedKafkaEventSourceConfig",
      "SelfManagedKafkaEventSourceConfig",
      "DocumentDBEventSourceConfig",
      "MetricsConfig",
      "LoggingConfig",
    ].map((member) => [member, unpolled]),
  ),
  FunctionName: unpolled,
  KMSKeyArn: stored("filters are not encrypted"),
};

const permission = stored("policies are not enforced yet");
const unserved = stored("function URLs are not served yet");
const url: Members = { AuthType: unserved, Cors: unserved, InvokeMode: unserved };

/** For each operation that has a handler, each member of its input; members of Code as `Code.X`. */
export const COMPATIBILITY: Readonly<Record<string, Members>> = {
  CreateFunction: {
    ...name,
    ...settings,
    Code: working,
    ...Object.fromEntries(Object.entries(code).map(([member, support]) => [`Code.${member}`, support])),
    Tags: working,
    Publish: working,
    PublishTo: managed,
    PackageType: { status: "working", note: "Zip; functions of an Image are kept, but not run yet" },
    Architectures: stored("code runs on the machine's own processor"),
    CodeSigningConfigArn: signing,
    TenancyConfig: tenancy,
  },
  UpdateFunctionCode: {
    ...name,
    ...code,
    Architectures: stored("code runs on the machine's own processor"),
    DryRun: working,
    RevisionId: working,
    Publish: working,
    PublishTo: managed,
  },
  UpdateFunctionConfiguration: { ...name, ...settings, RevisionId: working },
  CreateAlias: { ...name, ...alias, FunctionVersion: working },
  GetAlias: { ...name, Name: working },
  UpdateAlias: { ...name, ...alias, FunctionVersion: working, RevisionId: working },
  DeleteAlias: { ...name, Name: working },
  ListAliases: { ...name, ...page, FunctionVersion: working },
  PublishVersion: { ...name, CodeSha256: working, Description: working, RevisionId: working, PublishTo: managed },
  GetFunction: qualified,
  GetFunctionConfiguration: qualified,
  ListFunctions: { ...page, FunctionVersion: working, MasterRegion: working },
  DeleteFunction: qualified,
  Invoke: {
    ...qualified,
    InvocationType: working,
    LogType: working,
    ClientContext: working,
    Payload: working,
    DurableExecutionName: missing("durable functions"),
    TenantId: working,
  },
  InvokeAsync: { ...name, InvokeArgs: working },
  InvokeWithResponseStream: {
    ...qualified,
    InvocationType: working,
    LogType: working,
    ClientContext: working,
    Payload: working,
    TenantId: working,
  },
  ListVersionsByFunction: { ...name, ...page },
  PutFunctionEventInvokeConfig: eventInvoke,
  UpdateFunctionEventInvokeConfig: eventInvoke,
  GetFunctionEventInvokeConfig: qualified,
  DeleteFunctionEventInvokeConfig: qualified,
  ListFunctionEventInvokeConfigs: { ...name, ...page },
  GetFunctionConcurrency: name,
  PutFunctionConcurrency: { ...name, ReservedConcurrentExecutions: working },
  DeleteFunctionConcurrency: name,
  PutProvisionedConcurrencyConfig: { ...qualified, ProvisionedConcurrentExecutions: working },
  GetProvisionedConcurrencyConfig: qualified,
  DeleteProvisionedConcurrencyConfig: qualified,
  ListProvisionedConcurrencyConfigs: { ...name, ...page },
  PutFunctionScalingConfig: { ...qualified, FunctionScalingConfig: managed },
  GetFunctionScalingConfig: qualified,
  GetFunctionCodeSigningConfig: name,
  PutFunctionCodeSigningConfig: { ...name, CodeSigningConfigArn: signing },
  DeleteFunctionCodeSigningConfig: name,
  CreateCodeSigningConfig: { ...signingConfig, Tags: working },
  GetCodeSigningConfig: { CodeSigningConfigArn: working },
  UpdateCodeSigningConfig: { CodeSigningConfigArn: working, ...signingConfig },
  DeleteCodeSigningConfig: { CodeSigningConfigArn: working },
  ListCodeSigningConfigs: page,
  ListFunctionsByCodeSigningConfig: { CodeSigningConfigArn: working, ...page },
  GetRuntimeManagementConfig: qualified,
  PutRuntimeManagementConfig: {
    ...qualified,
    UpdateRuntimeOn: stored("functions run on the runtime version that is installed on this machine"),
    RuntimeVersionArn: stored("functions run on the runtime version that is installed on this machine"),
  },
  GetFunctionRecursionConfig: name,
  PutFunctionRecursionConfig: { ...name, RecursiveLoop: working },
  AddPermission: {
    ...qualified,
    StatementId: working,
    Action: permission,
    Principal: permission,
    SourceArn: permission,
    SourceAccount: permission,
    PrincipalOrgID: permission,
    EventSourceToken: permission,
    FunctionUrlAuthType: permission,
    InvokedViaFunctionUrl: permission,
    RevisionId: working,
  },
  RemovePermission: { ...qualified, StatementId: working, RevisionId: working },
  GetPolicy: qualified,
  PutResourcePolicy: { ResourceArn: working, Policy: permission, RevisionId: working },
  GetResourcePolicy: { ResourceArn: working },
  DeleteResourcePolicy: { ResourceArn: working, RevisionId: working },
  CreateFunctionUrlConfig: { ...qualified, ...url },
  GetFunctionUrlConfig: qualified,
  UpdateFunctionUrlConfig: { ...qualified, ...url },
  DeleteFunctionUrlConfig: qualified,
  ListFunctionUrlConfigs: { ...name, ...page },
  CreateEventSourceMapping: {
    ...mapping,
    EventSourceArn: stored("kept without looking whether there is such a source; nothing polls it yet"),
    SelfManagedEventSource: unpolled,
    StartingPosition: unpolled,
    StartingPositionTimestamp: unpolled,
    Topics: unpolled,
    Queues: unpolled,
    Tags: working,
  },
  GetEventSourceMapping: { UUID: working },
  UpdateEventSourceMapping: { UUID: working, ...mapping },
  DeleteEventSourceMapping: { UUID: working },
  ListEventSourceMappings: { ...name, EventSourceArn: working, ...page },
  GetAccountSettings: {},
  PublishLayerVersion: {
    ...layer,
    Description: working,
    LicenseInfo: working,
    CompatibleRuntimes: working,
    CompatibleArchitectures: working,
    Content: { status: "working", note: `S3Bucket ${s3.note ?? ""}` },
  },
  GetLayerVersion: layerVersion,
  GetLayerVersionByArn: { Arn: working },
  ListLayers: layerPage,
  ListLayerVersions: { ...layer, ...layerPage },
  DeleteLayerVersion: layerVersion,
  AddLayerVersionPermission: {
    ...layerVersion,
    StatementId: working,
    Action: working,
    Principal: working,
    OrganizationId: stored("no account's organization is known, so the statement allows nobody"),
    RevisionId: working,
  },
  RemoveLayerVersionPermission: { ...layerVersion, StatementId: working, RevisionId: working },
  GetLayerVersionPolicy: layerVersion,
  ListTags: { Resource: working },
  TagResource: { Resource: working, Tags: working },
  UntagResource: { Resource: working, TagKeys: working },
};
