import { type Bring, calling, conflict, creating, denied, type ErrorRow, invalid, notFound } from "./error-row.ts";
import { precondition, row, validation } from "./error-row.ts";
import { type Account, code } from "./lambda-fixture.ts";

const SUPPORTED =
  "nodejs20.x, nodejs22.x, nodejs24.x, nodejs26.x, python3.10, python3.11, python3.12, python3.13, python3.14, python3.15, java8.al2, java8.al2023, java11, java11.al2023, java17, java17.al2023, java21, java25, dotnet8, dotnet10, ruby3.3, ruby3.4, ruby4.0, provided.al2, provided.al2023";
const RETIRED =
  "nodejs, nodejs4.3, nodejs4.3-edge, nodejs6.10, nodejs8.10, nodejs10.x, nodejs12.x, nodejs14.x, nodejs16.x, nodejs18.x, python2.7, python3.6, python3.7, python3.8, python3.9, java8, dotnetcore1.0, dotnetcore2.0, dotnetcore2.1, dotnetcore3.1, dotnet6, go1.x, ruby2.5, ruby2.7, ruby3.2, provided";
const LAYER = "arn:aws:lambda:eu-west-1:ACCOUNT:layer:";
const ELSEWHERE = "arn:aws:lambda:us-east-1:ACCOUNT:layer:x";
const FOREIGN = "arn:aws:lambda:eu-west-1:999999999999:layer:theirs";
const GONE = "The resource you requested does not exist.";
const BELOW_ONE = "Layer Version Cannot be less than 1";
const TWICE = "Two different versions of the same layer are not allowed to be referenced in the same function.";
const STALE =
  "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id";
const NOBODY_SAID = (action: string): string => `because no resource-based policy allows the lambda:${action} action`;
const DENIED = (action: string, arn: string): string =>
  `User: arn:aws:iam::ACCOUNT:root is not authorized to perform: lambda:${action} on resource: ${arn} ${NOBODY_SAID(action)}`;

async function publish(account: Account, LayerName: string): Promise<void> {
  await account.call("PublishLayerVersion", { LayerName, Content: { ZipFile: await code("x") } });
}

/** Creates a function with these layers, `LAYER:` being the ARN prefix of the account's. */
function layering(...layers: readonly string[]): Bring {
  return (account) =>
    creating({ Layers: layers.map((arn) => arn.replaceAll("ACCOUNT", account.scope.accountId)) })(account);
}

/** Does so when the layer has two versions. */
function layeringTwice(name: string, second: number): Bring {
  return async (account) => {
    await publish(account, name);
    await publish(account, name);
    return layering(`${LAYER}${name}:1`, `${LAYER}${name}:${second}`)(account);
  };
}

const statement = { StatementId: "s", Action: "lambda:GetLayerVersion", Principal: "*" };

/** Brings what follows when the layer's first version already has the statement `s`. */
function shared(LayerName: string, bring: (version: { LayerName: string; VersionNumber: number }) => Bring): Bring {
  return async (account) => {
    await publish(account, LayerName);
    const version = { LayerName, VersionNumber: 1 };
    await account.call("AddLayerVersionPermission", { ...version, ...statement });
    return bring(version)(account);
  };
}

export const LAYER_ERRORS: readonly ErrorRow[] = [
  row("too-many-layers", invalid, "Cannot reference more than 5 layers.", layering("1", "2", "3", "4", "5", "6")),
  row("layer-not-found", invalid, `Layer version ${LAYER}absent:1 does not exist.`, layering(`${LAYER}absent:1`)),
  row("layer-not-found", invalid, `Layer version ${LAYER}absent:0 does not exist.`, layering(`${LAYER}absent:0`)),
  row(
    "layer-not-found",
    invalid,
    "Layer version arn:aws:lambda:::awslayer:AmazonLinux1803 does not exist.",
    layering("arn:aws:lambda:::awslayer:AmazonLinux1803"),
  ),
  row("layer-not-found", invalid, `Layer version ${LAYER}absent:1 does not exist.`, (account) =>
    account.failure("UpdateFunctionConfiguration", {
      FunctionName: "f",
      Layers: [`${LAYER}absent:1`.replace("ACCOUNT", account.scope.accountId)],
    }),
  ),
  row(
    "layer-other-region",
    invalid,
    "Layers are not in the same region as the function. Layers are expected to be in region eu-west-1.",
    layering(`${ELSEWHERE}:1`),
  ),
  row("other-account", denied, DENIED("GetLayerVersion", `${FOREIGN}:1`), layering(`${FOREIGN}:1`)),
  row(
    "other-account",
    denied,
    DENIED("GetLayerVersion", "arn:aws:lambda:us-east-1:999999999999:layer:theirs:1"),
    layering("arn:aws:lambda:us-east-1:999999999999:layer:theirs:1"),
  ),
  row(
    "same-layer-twice",
    invalid,
    `${TWICE} ${LAYER}twice:1 and ${LAYER}twice:2 are versions of the same layer.`,
    layeringTwice("twice", 2),
  ),
  row(
    "same-layer-twice",
    invalid,
    `${TWICE} ${LAYER}once:1 and ${LAYER}once:1 are versions of the same layer.`,
    layeringTwice("once", 1),
  ),
  row(
    "no-layer-source",
    invalid,
    "Please provide Content.ZipFile, or Content.S3Bucket and Content.S3Key.",
    calling("PublishLayerVersion", { LayerName: "l", Content: {} }),
  ),
  row(
    "object-refused",
    invalid,
    "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist",
    calling("PublishLayerVersion", { LayerName: "l", Content: { S3Bucket: "b", S3Key: "k" } }),
  ),
  row(
    "bad-zip",
    invalid,
    "Could not unzip uploaded file. Please check your file, then try to upload again.",
    calling("PublishLayerVersion", { LayerName: "l", Content: { ZipFile: Buffer.from("PK no") } }),
  ),
  row(
    "unknown-layer-runtimes",
    validation,
    `1 validation error detected: Value '[cobol, nodejs12.x]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: [${SUPPORTED}]`,
    calling("PublishLayerVersion", { LayerName: "l", Content: {}, CompatibleRuntimes: ["cobol", "nodejs12.x"] }),
  ),
  ...(["ListLayers", "ListLayerVersions"] as const).map((operation) =>
    row(
      "unknown-layer-runtime",
      validation,
      `1 validation error detected: Value 'cobol' at 'compatibleRuntime' failed to satisfy constraint: Member must satisfy enum value set: [${SUPPORTED}, ${RETIRED}]`,
      calling(operation, { LayerName: "l", CompatibleRuntime: "cobol" }),
    ),
  ),
  ...(["ListLayers", "ListLayerVersions"] as const).map((operation) =>
    row(
      "malformed-marker",
      invalid,
      "The marker is not one that an earlier page ended with.",
      calling(operation, { LayerName: "l", Marker: "?" }),
    ),
  ),
  row(
    "malformed-marker",
    invalid,
    "The marker is not one that an earlier page ended with.",
    calling("ListLayerVersions", { LayerName: "l", Marker: Buffer.from("after:name").toString("base64url") }),
  ),
  ...[0, -1].flatMap((VersionNumber) =>
    (["GetLayerVersion", "DeleteLayerVersion"] as const).map((operation) =>
      row("layer-version-below-one", invalid, BELOW_ONE, calling(operation, { LayerName: "l", VersionNumber })),
    ),
  ),
  row("requested-not-found", notFound, GONE, calling("GetLayerVersion", { LayerName: "absent", VersionNumber: 1 })),
  row("requested-not-found", notFound, GONE, (account) =>
    account.failure("GetLayerVersionByArn", { Arn: `${LAYER}absent:1`.replace("ACCOUNT", account.scope.accountId) }),
  ),
  row("requested-not-found", notFound, GONE, (account) =>
    account.failure("GetLayerVersionByArn", { Arn: "arn:aws:lambda:::awslayer:AmazonLinux1803" }),
  ),
  row(
    "layer-unreachable",
    notFound,
    "Layers from 'us-east-1' are not reachable in this region ('eu-west-1')",
    (account) =>
      account.failure("GetLayerVersion", {
        LayerName: ELSEWHERE.replace("ACCOUNT", account.scope.accountId),
        VersionNumber: 1,
      }),
  ),
  row(
    "layer-unreachable",
    notFound,
    "Layers from 'us-east-1' are not reachable in this region ('eu-west-1')",
    calling("GetLayerVersionByArn", { Arn: "arn:aws:lambda:us-east-1:999999999999:layer:theirs:1" }),
  ),
  ...(["GetLayerVersion", "DeleteLayerVersion", "GetLayerVersionPolicy"] as const).map((operation) =>
    row(
      "other-account",
      denied,
      DENIED(operation, `${FOREIGN}:1`),
      calling(operation, { LayerName: FOREIGN, VersionNumber: 1 }),
    ),
  ),
  row(
    "other-account",
    denied,
    DENIED("ListLayerVersions", FOREIGN),
    calling("ListLayerVersions", { LayerName: FOREIGN }),
  ),
  row(
    "other-account",
    denied,
    DENIED("PublishLayerVersion", FOREIGN),
    calling("PublishLayerVersion", { LayerName: FOREIGN, Content: { ZipFile: Buffer.from("PK no") } }),
  ),
  row(
    "other-account",
    denied,
    DENIED("AddLayerVersionPermission", `${FOREIGN}:1`),
    calling("AddLayerVersionPermission", { LayerName: FOREIGN, VersionNumber: 1, ...statement }),
  ),
  row(
    "other-account",
    denied,
    DENIED("RemoveLayerVersionPermission", `${FOREIGN}:1`),
    calling("RemoveLayerVersionPermission", { LayerName: FOREIGN, VersionNumber: 1, StatementId: "s" }),
  ),
  ...(["AddLayerVersionPermission", "GetLayerVersionPolicy", "RemoveLayerVersionPermission"] as const).map(
    (operation) =>
      row(
        "layer-version-not-found",
        notFound,
        `Layer version ${LAYER}absent:1 does not exist.`,
        calling(operation, { LayerName: "absent", VersionNumber: 1, ...statement }),
      ),
  ),
  ...(["GetLayerVersionPolicy", "RemoveLayerVersionPermission"] as const).map((operation) =>
    row("no-policy", notFound, "No policy is associated with the given resource.", async (account) => {
      await publish(account, `private-${operation}`);
      return account.failure(operation, { LayerName: `private-${operation}`, VersionNumber: 1, StatementId: "s" });
    }),
  ),
  row(
    "statement-exists",
    conflict,
    "The statement id (s) provided already exists. Please provide a new statement id, or remove the existing statement.",
    shared("shared-1", (version) =>
      calling("AddLayerVersionPermission", { ...version, ...statement, RevisionId: "x" }),
    ),
  ),
  row(
    "statement-not-found",
    notFound,
    "Statement t is not found in resource policy.",
    shared("shared-2", (version) => calling("RemoveLayerVersionPermission", { ...version, StatementId: "t" })),
  ),
  row(
    "stale-revision",
    precondition,
    STALE,
    shared("shared-3", (version) =>
      calling("AddLayerVersionPermission", { ...version, ...statement, StatementId: "t", RevisionId: "x" }),
    ),
  ),
  row(
    "stale-revision",
    precondition,
    STALE,
    shared("shared-4", (version) =>
      calling("RemoveLayerVersionPermission", { ...version, StatementId: "s", RevisionId: "x" }),
    ),
  ),
];
