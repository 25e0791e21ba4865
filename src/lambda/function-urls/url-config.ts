import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { functionUrl } from "./url-address.ts";
import type { FunctionUrlRecord, UrlCors } from "./url-record.ts";

/** A function URL as GetFunctionUrlConfig and ListFunctionUrlConfigs answer it. */
export function urlConfig(
  record: FunctionUrlRecord,
  arn: string,
  { origin, scope }: Pick<OperationContext, "origin" | "scope">,
): LambdaModel.FunctionUrlConfig {
  const { urlId, authType, cors, invokeMode, createdMs, modifiedMs } = record;
  return {
    FunctionUrl: functionUrl(urlId, scope.region, origin),
    FunctionArn: arn,
    AuthType: authType,
    ...(cors === null ? {} : { Cors: corsOutput(cors) }),
    CreationTime: new Date(createdMs).toISOString(),
    LastModifiedTime: new Date(modifiedMs).toISOString(),
    InvokeMode: invokeMode,
  };
}

/** What a request says of cross-origin requests, as remembered; an empty Cors takes the setting away. */
export function corsOf(input: LambdaModel.Cors): UrlCors | null {
  if (Object.values(input).every((value) => value === undefined)) return null;
  return {
    allowCredentials: input.AllowCredentials ?? null,
    allowHeaders: input.AllowHeaders ?? null,
    allowMethods: input.AllowMethods ?? null,
    allowOrigins: input.AllowOrigins ?? null,
    exposeHeaders: input.ExposeHeaders ?? null,
    maxAgeS: input.MaxAge ?? null,
  };
}

function corsOutput(cors: UrlCors): LambdaModel.Cors {
  return {
    ...(cors.allowCredentials === null ? {} : { AllowCredentials: cors.allowCredentials }),
    ...(cors.allowHeaders === null ? {} : { AllowHeaders: cors.allowHeaders }),
    ...(cors.allowMethods === null ? {} : { AllowMethods: cors.allowMethods }),
    ...(cors.allowOrigins === null ? {} : { AllowOrigins: cors.allowOrigins }),
    ...(cors.exposeHeaders === null ? {} : { ExposeHeaders: cors.exposeHeaders }),
    ...(cors.maxAgeS === null ? {} : { MaxAge: cors.maxAgeS }),
  };
}
