import type { Handlers, LambdaOperations } from "../wire/index.ts";
import type { ControlPlane } from "./control-plane.ts";
import { addLayerVersionPermission } from "./operations/add-layer-version-permission.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createFunction } from "./operations/create-function.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { deleteLayerVersion } from "./operations/delete-layer-version.ts";
import { getAccountSettings } from "./operations/get-account-settings.ts";
import { getAlias } from "./operations/get-alias.ts";
import { getFunction } from "./operations/get-function.ts";
import { getFunctionCodeSigningConfig } from "./operations/get-function-code-signing-config.ts";
import { getFunctionConcurrency } from "./operations/get-function-concurrency.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getLayerVersion } from "./operations/get-layer-version.ts";
import { getLayerVersionByArn } from "./operations/get-layer-version-by-arn.ts";
import { getLayerVersionPolicy } from "./operations/get-layer-version-policy.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getRuntimeManagementConfig } from "./operations/get-runtime-management-config.ts";
import { invoke } from "./operations/invoke.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listLayerVersions } from "./operations/list-layer-versions.ts";
import { listLayers } from "./operations/list-layers.ts";
import { listTags } from "./operations/list-tags.ts";
import { listVersionsByFunction } from "./operations/list-versions-by-function.ts";
import { publishLayerVersion } from "./operations/publish-layer-version.ts";
import { publishVersion } from "./operations/publish-version.ts";
import { removeLayerVersionPermission } from "./operations/remove-layer-version-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAlias } from "./operations/update-alias.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";

/** Every operation that is there; the wire answers for the others. */
export function lambdaHandlers(plane: ControlPlane): Handlers<LambdaOperations> {
  return {
    AddLayerVersionPermission: addLayerVersionPermission(plane),
    CreateAlias: createAlias(plane),
    CreateFunction: createFunction(plane),
    DeleteAlias: deleteAlias(plane),
    DeleteFunction: deleteFunction(plane),
    DeleteLayerVersion: deleteLayerVersion(plane),
    GetAccountSettings: getAccountSettings(plane),
    GetAlias: getAlias(plane),
    GetFunction: getFunction(plane),
    GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig(plane),
    GetFunctionConcurrency: getFunctionConcurrency(plane),
    GetFunctionConfiguration: getFunctionConfiguration(plane),
    GetLayerVersion: getLayerVersion(plane),
    GetLayerVersionByArn: getLayerVersionByArn(plane),
    GetLayerVersionPolicy: getLayerVersionPolicy(plane),
    GetPolicy: getPolicy(plane),
    GetRuntimeManagementConfig: getRuntimeManagementConfig(plane),
    Invoke: invoke(plane),
    ListAliases: listAliases(plane),
    ListFunctions: listFunctions(plane),
    ListLayerVersions: listLayerVersions(plane),
    ListLayers: listLayers(plane),
    ListTags: listTags(plane),
    ListVersionsByFunction: listVersionsByFunction(plane),
    PublishLayerVersion: publishLayerVersion(plane),
    PublishVersion: publishVersion(plane),
    RemoveLayerVersionPermission: removeLayerVersionPermission(plane),
    TagResource: tagResource(plane),
    UntagResource: untagResource(plane),
    UpdateAlias: updateAlias(plane),
    UpdateFunctionCode: updateFunctionCode(plane),
    UpdateFunctionConfiguration: updateFunctionConfiguration(plane),
  };
}
