// Functions that isolate their tenants: what is remembered, shown, and handed to the data plane.
import assert from "node:assert/strict";
import { it } from "node:test";
import { useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const TenancyConfig = { TenantIsolationMode: "PER_TENANT" } as const;

it("is declared once, and kept by updates, versions and a new server", async () => {
  const account = fixture().newAccount();
  const created = await account.create("t", { TenancyConfig });
  assert.deepEqual(created.TenancyConfig, TenancyConfig);
  await account.settled("t");
  await account.call("UpdateFunctionConfiguration", { FunctionName: "t", Timeout: 9 });
  assert.deepEqual((await account.settled("t")).TenancyConfig, TenancyConfig);
  assert.deepEqual((await account.call("PublishVersion", { FunctionName: "t" })).TenancyConfig, TenancyConfig);
  await fixture().restart();
  const { Configuration } = await account.call("GetFunction", { FunctionName: "t", Qualifier: "1" });
  assert.deepEqual(Configuration?.TenancyConfig, TenancyConfig);
  const { Functions } = await account.call("ListFunctions", {});
  assert.deepEqual(Functions?.[0]?.TenancyConfig, TenancyConfig);
  await account.createActive("ordinary");
  assert.equal("TenancyConfig" in (await account.settled("ordinary")), false);
});

it("the data plane is told whose event it is, streamed or not, by version or alias", async () => {
  const account = fixture().newAccount();
  await account.createActive("t", { TenancyConfig });
  await account.call("PublishVersion", { FunctionName: "t" });
  await account.call("CreateAlias", { FunctionName: "t", Name: "live", FunctionVersion: "1" });
  const tenant = (): unknown => account.invoker.invoked.at(-1)?.request.tenantId;
  await account.call("Invoke", { FunctionName: "t", TenantId: "blue" });
  assert.equal(tenant(), "blue");
  await account.call("InvokeWithResponseStream", { FunctionName: "t", TenantId: "green" });
  assert.equal(tenant(), "green");
  await account.call("Invoke", { FunctionName: "t:live", TenantId: "a b/c" });
  assert.equal(tenant(), "a b/c");
  const older = await account.failure("InvokeAsync", { FunctionName: "t", InvokeArgs: Buffer.from("{}") });
  assert.equal(older.code, "InvalidParameterValueException", "it cannot say whose event it is");
});
