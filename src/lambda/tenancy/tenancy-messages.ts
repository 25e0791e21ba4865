/** Kind and message of the errors of tenant isolation; a third word marks Hearth's own wording. */
export const TENANCY_MESSAGES = {
  "no-tenant": ["invalid", "Add a valid tenant ID in your request and try again.", "hearth"],
  "tenant-on-ordinary-function": [
    "invalid",
    "X-Amz-Tenant-Id can be sent only to a function that isolates its tenants.",
    "hearth",
  ],
  "tenants-and-snap-start": ["invalid", "SnapStart is not supported for functions with tenant isolation.", "hearth"],
  "tenants-and-provisioning": [
    "invalid",
    "Provisioned Concurrency is not supported for functions with tenant isolation.",
    "hearth",
  ],
  "tenants-and-url": ["invalid", "Function URLs are not supported for functions with tenant isolation.", "hearth"],
} as const;
