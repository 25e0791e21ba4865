import type { RuntimeCatalogue } from "../runtimes/index.ts";
import type { LambdaModel, OperationContext } from "../wire/index.ts";
import { type CodeArchive, codeArchive } from "./code-source.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { CodeSettings, FunctionSettings } from "./function-record.ts";
import { imageCode, imageSettings, refuseZipMembers } from "./images/image-code.ts";
import { resolveLayers } from "./layers/function-layers.ts";
import { checkRuntime } from "./runtime-check.ts";
import { applySettings, defaultSettings } from "./settings-input.ts";

type Input = LambdaModel.CreateFunctionRequest;
type Declared = Omit<FunctionSettings, "code">;

/** What the request declares beside the code, over the defaults. Throws `AwsError`. */
export async function declaredNew(
  { runtimes, records }: ControlPlane,
  input: Input,
  name: string,
  context: OperationContext,
): Promise<Declared> {
  const isImage = input.PackageType === "Image";
  if (isImage) refuseZipMembers(input);
  const { runtime, handler } = isImage ? { runtime: null, handler: null } : ofZip(input, runtimes());
  const image = imageSettings(input.ImageConfig, isImage);
  const architecture = input.Architectures?.[0] ?? "x86_64";
  const tenancy = input.TenancyConfig?.TenantIsolationMode;
  const defaults = {
    ...defaultSettings(name),
    runtime,
    handler,
    roleArn: input.Role,
    architecture,
    ...(tenancy === undefined ? {} : { tenancy }),
  };
  return applySettings<Declared>(defaults, input, await resolveLayers(records, input.Layers, context), image);
}

function ofZip(
  { Runtime: runtime, Handler: handler }: Input,
  catalogue: RuntimeCatalogue,
): { readonly runtime: string; readonly handler: string } {
  if (runtime === undefined || handler === undefined) throw lambdaError("runtime-and-handler");
  checkRuntime(runtime, handler, catalogue);
  return { runtime, handler };
}

/** The zip to be unpacked, or the image to be remembered. Throws `AwsError`. */
export async function codeSource(
  plane: ControlPlane,
  { PackageType, Code }: Input,
  context: OperationContext,
): Promise<CodeArchive | CodeSettings> {
  if (PackageType !== "Image") return codeArchive(plane, Code, context);
  if (Code.ImageUri === undefined) throw lambdaError("no-image");
  if (Code.ZipFile !== undefined || Code.S3Bucket !== undefined) throw lambdaError("two-code-sources");
  return imageCode(Code.ImageUri, Code.SourceKMSKeyArn, context.scope.region);
}
