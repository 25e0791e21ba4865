import { type Bring, creating, type ErrorRow, invalid, invoking, row } from "./error-row.ts";
import type { Account } from "./lambda-fixture.ts";

const TenancyConfig = { TenantIsolationMode: "PER_TENANT" } as const;

/** Brings an error about on a new function that isolates its tenants and has the version 1. */
function onTenants(bring: (account: Account, FunctionName: string) => ReturnType<Bring>): Bring {
  return async (account) => {
    const FunctionName = `tenants-${account.nextNumber()}`;
    await account.createActive(FunctionName, { TenancyConfig });
    await account.call("PublishVersion", { FunctionName });
    return bring(account, FunctionName);
  };
}

const MISSING = "Add a valid tenant ID in your request and try again.";
const SNAPSHOTS = "SnapStart is not supported for functions with tenant isolation.";

export const TENANCY_ERRORS: readonly ErrorRow[] = [
  row(
    "tenant-on-ordinary-function",
    invalid,
    "X-Amz-Tenant-Id can be sent only to a function that isolates its tenants.",
    invoking({ TenantId: "t" }),
  ),
  row(
    "no-tenant",
    invalid,
    MISSING,
    onTenants((account, FunctionName) => account.failure("Invoke", { FunctionName })),
  ),
  row(
    "no-tenant",
    invalid,
    MISSING,
    onTenants((account, FunctionName) => account.failure("InvokeWithResponseStream", { FunctionName })),
  ),
  row(
    "no-tenant",
    invalid,
    MISSING,
    onTenants((account, FunctionName) => account.failure("Invoke", { FunctionName, InvocationType: "DryRun" })),
  ),
  row(
    "tenants-and-snap-start",
    invalid,
    SNAPSHOTS,
    creating({ TenancyConfig, SnapStart: { ApplyOn: "PublishedVersions" } }),
  ),
  row(
    "tenants-and-snap-start",
    invalid,
    SNAPSHOTS,
    onTenants((account, FunctionName) => {
      const SnapStart = { ApplyOn: "PublishedVersions" } as const;
      return account.failure("UpdateFunctionConfiguration", { FunctionName, SnapStart });
    }),
  ),
  row(
    "tenants-and-provisioning",
    invalid,
    "Provisioned Concurrency is not supported for functions with tenant isolation.",
    onTenants((account, FunctionName) => {
      const input = { FunctionName, Qualifier: "1", ProvisionedConcurrentExecutions: 1 };
      return account.failure("PutProvisionedConcurrencyConfig", input);
    }),
  ),
  row(
    "tenants-and-url",
    invalid,
    "Function URLs are not supported for functions with tenant isolation.",
    onTenants((account, FunctionName) =>
      account.failure("CreateFunctionUrlConfig", { FunctionName, AuthType: "NONE" }),
    ),
  ),
];
