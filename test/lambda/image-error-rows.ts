import type { AwsError, LambdaModel } from "../../src/wire/index.ts";
import { calling, creating, type ErrorRow, invalid, row } from "./error-row.ts";
import { type Account, code, ROLE } from "./lambda-fixture.ts";

const REPOSITORY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/app";
const IMAGE = { PackageType: "Image", Runtime: undefined, Handler: undefined } as const;
const GOOD = { ...IMAGE, Code: { ImageUri: `${REPOSITORY}:1` } };
const ZIP_MEMBERS = "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.";
const NO_ZIP_SETTINGS = "Please don't provide ImageConfig when the intended function PackageType is Zip.";
const UNSIGNED = "Code signing is not supported for functions created with container images.";
const CONFIG_ARN = "arn:aws:lambda:eu-west-1:000000000000:code-signing-config:csc-0123456789abcdef0";

/** A request that concerns a new function of an image. */
function onImage(request: (account: Account, FunctionName: string) => Promise<AwsError>) {
  return async (account: Account): Promise<AwsError> => {
    const FunctionName = `image${account.nextNumber()}`;
    await account.call("CreateFunction", { FunctionName, Role: ROLE, ...GOOD });
    await account.settled(FunctionName);
    return request(account, FunctionName);
  };
}

function configuring(input: Omit<LambdaModel.UpdateFunctionConfigurationRequest, "FunctionName">) {
  return onImage((account, FunctionName) => account.failure("UpdateFunctionConfiguration", { FunctionName, ...input }));
}

function badImage(ImageUri: string): ErrorRow {
  const message = `Source image ${ImageUri} is not valid. Provide a valid source image.`;
  return row("invalid-image", invalid, message, creating({ ...IMAGE, Code: { ImageUri } }));
}

export const IMAGE_ERROR_ROWS: readonly ErrorRow[] = [
  badImage("app:latest"),
  badImage("public.ecr.aws/lambda/python:3.12"),
  badImage(REPOSITORY),
  badImage(`${REPOSITORY}:`),
  badImage(`${REPOSITORY}:1@sha256:${"a".repeat(64)}`),
  badImage(`${REPOSITORY}@sha256:${"a".repeat(63)}`),
  badImage(`${REPOSITORY.replace("eu-west-1", "us-east-1")}:1`),
  row(
    "no-image",
    invalid,
    "Please provide ImageUri when creating a function with packageType Image.",
    creating({ ...IMAGE, Code: {} }),
  ),
  row("zip-members-with-image", invalid, ZIP_MEMBERS, creating({ ...GOOD, Handler: "index.handler" })),
  row("zip-members-with-image", invalid, ZIP_MEMBERS, creating({ ...GOOD, Runtime: "nodejs22.x" })),
  row("zip-members-with-image", invalid, ZIP_MEMBERS, creating({ ...GOOD, Layers: ["any"] })),
  row("zip-members-with-image", invalid, ZIP_MEMBERS, configuring({ Handler: "index.handler" })),
  row(
    "no-code-source",
    invalid,
    "Please provide a source for function code.",
    creating({ Code: { ImageUri: `${REPOSITORY}:1` } }),
  ),
  row("image-settings-with-zip", invalid, NO_ZIP_SETTINGS, creating({ ImageConfig: { Command: ["c"] } })),
  row(
    "image-settings-with-zip",
    invalid,
    NO_ZIP_SETTINGS,
    calling("UpdateFunctionConfiguration", { FunctionName: "f", ImageConfig: { WorkingDirectory: "/" } }),
  ),
  row(
    "image-settings-too-large",
    invalid,
    "ImageConfig must be smaller than 16384 bytes.",
    creating({ ...GOOD, ImageConfig: { Command: ["c".repeat(16_384)] } }),
  ),
  row(
    "key-of-image",
    invalid,
    "Please don't provide SourceKMSKeyArn when the intended function PackageType is Image.",
    creating({ ...GOOD, Code: { ...GOOD.Code, SourceKMSKeyArn: "arn:aws:kms:eu-west-1:1:key/k" } }),
  ),
  row(
    "image-on-zip-function",
    invalid,
    "Please don't provide ImageUri when updating a function with packageType Zip.",
    calling("UpdateFunctionCode", { FunctionName: "f", ImageUri: `${REPOSITORY}:1` }),
  ),
  row(
    "zip-on-image-function",
    invalid,
    "Please provide ImageUri when updating a function with packageType Image.",
    onImage(async (account, FunctionName) =>
      account.failure("UpdateFunctionCode", { FunctionName, ZipFile: await code("x") }),
    ),
  ),
  row("signing-of-image", invalid, UNSIGNED, creating({ ...GOOD, CodeSigningConfigArn: CONFIG_ARN })),
  row(
    "signing-of-image",
    invalid,
    UNSIGNED,
    onImage((account, FunctionName) => account.failure("GetFunctionCodeSigningConfig", { FunctionName })),
  ),
];
