import type { Handlers, LambdaOperations } from "../wire/index.ts";
import { concurrencyHandlers } from "./concurrency/concurrency-handlers.ts";
import type { ControlPlane } from "./control-plane.ts";
import { addLayerVersionPermission } from "./operations/add-layer-version-permission.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createCodeSigningConfig } from "./operations/create-code-signing-config.ts";
import { createEventSourceMapping } from "./operations/create-event-source-mapping.ts";
import { createFunction } from "./operations/create-function.ts";
import { createFunctionUrlConfig } from "./operations/create-function-url-config.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { deleteCodeSigningConfig } from "./operations/delete-code-signing-config.ts";
import { deleteEventSourceMapping } from "./operations/delete-event-source-mapping.ts";
import { deleteFunctionCodeSigningConfig } from "./operations/delete-function-code-signing-config.ts";
import { deleteFunctionEventInvokeConfig } from "./operations/delete-function-event-invoke-config.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { deleteFunctionUrlConfig } from "./operations/delete-function-url-config.ts";
import { deleteLayerVersion } from "./operations/delete-layer-version.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { getAccountSettings } from "./operations/get-account-settings.ts";
import { getAlias } from "./operations/get-alias.ts";
import { getCodeSigningConfig } from "./operations/get-code-signing-config.ts";
import { getEventSourceMapping } from "./operations/get-event-source-mapping.ts";
import { getFunctionEventInvokeConfig } from "./operations/get-function-event-invoke-config.ts";
import { getFunction } from "./operations/get-function.ts";
import { getFunctionCodeSigningConfig } from "./operations/get-function-code-signing-config.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getFunctionRecursionConfig } from "./operations/get-function-recursion-config.ts";
import { getFunctionUrlConfig } from "./operations/get-function-url-config.ts";
import { getLayerVersion } from "./operations/get-layer-version.ts";
import { getLayerVersionByArn } from "./operations/get-layer-version-by-arn.ts";
import { getLayerVersionPolicy } from "./operations/get-layer-version-policy.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getResourcePolicy } from "./operations/get-resource-policy.ts";
import { getRuntimeManagementConfig } from "./operations/get-runtime-management-config.ts";
import { invokeAsync } from "./operations/invoke-async.ts";
import { invoke } from "./operations/invoke.ts";
import { invokeWithResponseStream } from "./operations/invoke-with-response-stream.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listCodeSigningConfigs } from "./operations/list-code-signing-configs.ts";
import { listEventSourceMappings } from "./operations/list-event-source-mappings.ts";
import { listFunctionEventInvokeConfigs } from "./operations/list-function-event-invoke-configs.ts";
import { listFunctionUrlConfigs } from "./operations/list-function-url-configs.ts";
import { listFunctionsByCodeSigningConfig } from "./operations/list-functions-by-code-signing-config.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listLayerVersions } from "./operations/list-layer-versions.ts";
import { listLayers } from "./operations/list-layers.ts";
import { listTags } from "./operations/list-tags.ts";
import { listVersionsByFunction } from "./operations/list-versions-by-function.ts";
import { publishLayerVersion } from "./operations/publish-layer-version.ts";
import { publishVersion } from "./operations/publish-version.ts";
import { putFunctionCodeSigningConfig } from "./operations/put-function-code-signing-config.ts";
import { putFunctionEventInvokeConfig } from "./operations/put-function-event-invoke-config.ts";
import { putFunctionRecursionConfig } from "./operations/put-function-recursion-config.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { putRuntimeManagementConfig } from "./operations/put-runtime-management-config.ts";
import { removeLayerVersionPermission } from "./operations/remove-layer-version-permission.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAlias } from "./operations/update-alias.ts";
import { updateCodeSigningConfig } from "./operations/update-code-signing-config.ts";
import { updateEventSourceMapping } from "./operations/update-event-source-mapping.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";
import { updateFunctionEventInvokeConfig } from "./operations/update-function-event-invoke-config.ts";
import { updateFunctionUrlConfig } from "./operations/update-function-url-config.ts";

/** Every operation that is there; the wire answers for the others. */
export function lambdaHandlers(plane: ControlPlane): Handlers<LambdaOperations> {
  return {
    ...concurrencyHandlers(plane),
    AddLayerVersionPermission: addLayerVersionPermission(plane),
    AddPermission: addPermission(plane),
    CreateAlias: createAlias(plane),
    CreateCodeSigningConfig: createCodeSigningConfig(plane),
    CreateEventSourceMapping: createEventSourceMapping(plane),
    CreateFunction: createFunction(plane),
    CreateFunctionUrlConfig: createFunctionUrlConfig(plane),
    DeleteAlias: deleteAlias(plane),
    DeleteCodeSigningConfig: deleteCodeSigningConfig(plane),
    DeleteEventSourceMapping: deleteEventSourceMapping(plane),
    DeleteFunction: deleteFunction(plane),
    DeleteFunctionCodeSigningConfig: deleteFunctionCodeSigningConfig(plane),
    DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig(plane),
    DeleteFunctionUrlConfig: deleteFunctionUrlConfig(plane),
    DeleteLayerVersion: deleteLayerVersion(plane),
    DeleteResourcePolicy: deleteResourcePolicy(plane),
    GetAccountSettings: getAccountSettings(plane),
    GetAlias: getAlias(plane),
    GetCodeSigningConfig: getCodeSigningConfig(plane),
    GetEventSourceMapping: getEventSourceMapping(plane),
    GetFunction: getFunction(plane),
    GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig(plane),
    GetFunctionConfiguration: getFunctionConfiguration(plane),
    GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig(plane),
    GetFunctionRecursionConfig: getFunctionRecursionConfig(plane),
    GetFunctionUrlConfig: getFunctionUrlConfig(plane),
    GetLayerVersion: getLayerVersion(plane),
    GetLayerVersionByArn: getLayerVersionByArn(plane),
    GetLayerVersionPolicy: getLayerVersionPolicy(plane),
    GetPolicy: getPolicy(plane),
    GetResourcePolicy: getResourcePolicy(plane),
    GetRuntimeManagementConfig: getRuntimeManagementConfig(plane),
    Invoke: invoke(plane),
    InvokeAsync: invokeAsync(plane),
    InvokeWithResponseStream: invokeWithResponseStream(plane),
    ListAliases: listAliases(plane),
    ListCodeSigningConfigs: listCodeSigningConfigs(plane),
    ListEventSourceMappings: listEventSourceMappings(plane),
    ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs(plane),
    ListFunctionUrlConfigs: listFunctionUrlConfigs(plane),
    ListFunctions: listFunctions(plane),
    ListFunctionsByCodeSigningConfig: listFunctionsByCodeSigningConfig(plane),
    ListLayerVersions: listLayerVersions(plane),
    ListLayers: listLayers(plane),
    ListTags: listTags(plane),
    ListVersionsByFunction: listVersionsByFunction(plane),
    PublishLayerVersion: publishLayerVersion(plane),
    PublishVersion: publishVersion(plane),
    PutFunctionCodeSigningConfig: putFunctionCodeSigningConfig(plane),
    PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig(plane),
    PutFunctionRecursionConfig: putFunctionRecursionConfig(plane),
    PutResourcePolicy: putResourcePolicy(plane),
    PutRuntimeManagementConfig: putRuntimeManagementConfig(plane),
    RemoveLayerVersionPermission: removeLayerVersionPermission(plane),
    RemovePermission: removePermission(plane),
    TagResource: tagResource(plane),
    UntagResource: untagResource(plane),
    UpdateAlias: updateAlias(plane),
    UpdateCodeSigningConfig: updateCodeSigningConfig(plane),
    UpdateEventSourceMapping: updateEventSourceMapping(plane),
    UpdateFunctionCode: updateFunctionCode(plane),
    UpdateFunctionConfiguration: updateFunctionConfiguration(plane),
    UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig(plane),
    UpdateFunctionUrlConfig: updateFunctionUrlConfig(plane),
  };
}
