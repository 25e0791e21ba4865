import { lambdaError } from "../errors.ts";
import type { FunctionSettings } from "../function-record.ts";

type Tenancy = Pick<FunctionSettings, "tenancy">;

/**
 * Throws `AwsError` unless the event says whose it is exactly where each tenant has environments of its own (AWS Lambda
 * developer guide, "Invoking Lambda functions with tenant isolation").
 */
export function checkTenant({ tenancy }: Tenancy, tenantId: string | undefined): void {
  if (tenancy === undefined && tenantId !== undefined) throw lambdaError("tenant-on-ordinary-function");
  if (tenancy !== undefined && tenantId === undefined) throw lambdaError("no-tenant");
}

/** Throws `AwsError` for a function that isolates its tenants, which this cannot be had with (the same guide, "Limitations"). */
export function refuseWithTenants({ tenancy }: Tenancy, what: "provisioning" | "url"): void {
  if (tenancy !== undefined) throw lambdaError(`tenants-and-${what}`);
}

/** Throws `AwsError` when settings that isolate tenants ask for snapshots, which tenants would share. */
export function checkTenancy({ tenancy, snapStart }: Pick<FunctionSettings, "tenancy" | "snapStart">): void {
  if (tenancy !== undefined && snapStart !== "None") throw lambdaError("tenants-and-snap-start");
}
