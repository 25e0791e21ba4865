import type { Handlers, LambdaOperations } from "../../wire/index.ts";
import type { ControlPlane } from "../control-plane.ts";
import { deleteFunctionConcurrency } from "../operations/delete-function-concurrency.ts";
import { deleteProvisionedConcurrencyConfig } from "../operations/delete-provisioned-concurrency-config.ts";
import { getFunctionConcurrency } from "../operations/get-function-concurrency.ts";
import { getFunctionScalingConfig } from "../operations/get-function-scaling-config.ts";
import { getProvisionedConcurrencyConfig } from "../operations/get-provisioned-concurrency-config.ts";
import { listProvisionedConcurrencyConfigs } from "../operations/list-provisioned-concurrency-configs.ts";
import { putFunctionConcurrency } from "../operations/put-function-concurrency.ts";
import { putFunctionScalingConfig } from "../operations/put-function-scaling-config.ts";
import { putProvisionedConcurrencyConfig } from "../operations/put-provisioned-concurrency-config.ts";

/** The operations on reserved and provisioned concurrency, and on scaling. */
export function concurrencyHandlers(plane: ControlPlane): Handlers<LambdaOperations> {
  return {
    DeleteFunctionConcurrency: deleteFunctionConcurrency(plane),
    DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig(plane),
    GetFunctionConcurrency: getFunctionConcurrency(plane),
    GetFunctionScalingConfig: getFunctionScalingConfig(plane),
    GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig(plane),
    ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs(plane),
    PutFunctionConcurrency: putFunctionConcurrency(plane),
    PutFunctionScalingConfig: putFunctionScalingConfig(plane),
    PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig(plane),
  };
}
