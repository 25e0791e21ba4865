import assert from "node:assert/strict";
import { it } from "node:test";
import { type Account, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const QUEUE = "arn:aws:sqs:eu-west-1:000000000000:q";
const BUCKET = "arn:aws:s3:::b";

async function accountWithFunction(): Promise<Account> {
  const account = fixture().newAccount();
  await account.createActive("f");
  return account;
}

it("what is put replaces all, what is updated merges", async () => {
  const account = await accountWithFunction();
  const FunctionName = "f";
  const put = await account.call("PutFunctionEventInvokeConfig", {
    FunctionName,
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: { Destination: QUEUE } },
  });
  assert.deepEqual(put, {
    FunctionArn: account.arn("f:$LATEST"),
    LastModified: new Date(fixture().clock.nowMs()),
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: { Destination: QUEUE }, OnFailure: {} },
  });
  const updated = await account.call("UpdateFunctionEventInvokeConfig", {
    FunctionName,
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: BUCKET } },
  });
  assert.deepEqual(updated, {
    ...put,
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: { Destination: QUEUE }, OnFailure: { Destination: BUCKET } },
  });
  const emptied = await account.call("UpdateFunctionEventInvokeConfig", {
    FunctionName,
    DestinationConfig: { OnSuccess: { Destination: "" } },
  });
  assert.deepEqual(emptied.DestinationConfig, { OnSuccess: {}, OnFailure: { Destination: BUCKET } });
  const replaced = await account.call("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 1 });
  assert.deepEqual(replaced, {
    FunctionArn: account.arn("f:$LATEST"),
    LastModified: put.LastModified,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  });
  assert.deepEqual(await account.call("GetFunctionEventInvokeConfig", { FunctionName: "f:$LATEST" }), replaced);
});

it("each version and alias has its own, and they are listed page by page", async () => {
  const account = await accountWithFunction();
  await account.call("PublishVersion", { FunctionName: "f" });
  await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
  for (const FunctionName of ["f:live", "f", account.arn("f:1")])
    await account.call("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 1 });
  const seen: string[] = [];
  for (let Marker: string | undefined, pages = 0; pages === 0 || Marker !== undefined; pages++) {
    const page = await account.call("ListFunctionEventInvokeConfigs", { FunctionName: "f", MaxItems: 2, Marker });
    seen.push(...(page.FunctionEventInvokeConfigs ?? []).map(({ FunctionArn }) => String(FunctionArn)));
    Marker = page.NextMarker;
  }
  assert.deepEqual(
    seen,
    ["$LATEST", "1", "live"].map((qualifier) => account.arn(`f:${qualifier}`)),
  );
});

it("goes with its alias, its version or its function", async () => {
  const account = await accountWithFunction();
  const left = async (): Promise<number | undefined> =>
    (await account.call("ListFunctionEventInvokeConfigs", { FunctionName: "f" })).FunctionEventInvokeConfigs?.length;
  await account.call("PublishVersion", { FunctionName: "f" });
  await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
  for (const FunctionName of ["f", "f:1", "f:live"])
    await account.call("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 1 });
  await account.call("DeleteAlias", { FunctionName: "f", Name: "live" });
  assert.equal(await left(), 2);
  await account.call("DeleteFunction", { FunctionName: "f", Qualifier: "1" });
  assert.equal(await left(), 1);
  await account.call("DeleteFunctionEventInvokeConfig", { FunctionName: "f" });
  assert.equal(await left(), 0);
  await account.call("PutFunctionEventInvokeConfig", { FunctionName: "f", MaximumRetryAttempts: 1 });
  await account.call("DeleteFunction", { FunctionName: "f" });
  await account.createActive("f");
  assert.equal(await left(), 0);
});

it("a function in the same or another account is a destination if it exists", async () => {
  const account = await accountWithFunction();
  await account.createActive("other");
  const put = await account.call("PutFunctionEventInvokeConfig", {
    FunctionName: "f",
    DestinationConfig: { OnFailure: { Destination: account.arn("other:$LATEST") } },
  });
  assert.equal(put.DestinationConfig?.OnFailure?.Destination, account.arn("other:$LATEST"));
});
