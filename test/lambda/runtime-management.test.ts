// Runtime management by version, and what is to become of recursive loops.
import assert from "node:assert/strict";
import { it } from "node:test";
import { useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const fixture = useControlPlane();
const RuntimeVersionArn = `arn:aws:lambda:eu-west-1::runtime:${"ab".repeat(32)}`;

it("runtime management is Auto for each version until it is set for that version", async () => {
  const account = fixture().newAccount();
  const { RevisionId } = await account.createActive("f");
  const manual = { FunctionName: "f", UpdateRuntimeOn: "Manual", RuntimeVersionArn } as const;
  const set = { UpdateRuntimeOn: "Manual", FunctionArn: account.arn("f:$LATEST"), RuntimeVersionArn };
  assert.deepEqual(await account.call("PutRuntimeManagementConfig", manual), set);
  assert.deepEqual(await account.call("GetRuntimeManagementConfig", { FunctionName: "f" }), set);
  assert.equal((await account.settled("f")).RevisionId, RevisionId);
  const version = await publishChanged(account, "f");
  const automatic = { UpdateRuntimeOn: "Auto", FunctionArn: account.arn(`f:${version}`) };
  const wanted = { FunctionName: "f", Qualifier: version };
  assert.deepEqual(await account.call("GetRuntimeManagementConfig", wanted), automatic);
  const onUpdate = { ...automatic, UpdateRuntimeOn: "FunctionUpdate" };
  const input = { ...wanted, UpdateRuntimeOn: "FunctionUpdate" } as const;
  assert.deepEqual(await account.call("PutRuntimeManagementConfig", input), onUpdate);
  await fixture().restart();
  assert.deepEqual(await account.call("GetRuntimeManagementConfig", wanted), onUpdate);
  assert.deepEqual(await account.call("GetRuntimeManagementConfig", { FunctionName: "f:$LATEST" }), set);
  const back = await account.call("PutRuntimeManagementConfig", { FunctionName: "f", UpdateRuntimeOn: "Auto" });
  assert.deepEqual(back, { UpdateRuntimeOn: "Auto", FunctionArn: account.arn("f:$LATEST") });
});

it("recursive loops are terminated until they are allowed", async () => {
  const account = fixture().newAccount();
  await account.create("f");
  const wanted = { FunctionName: account.arn("f") };
  assert.deepEqual(await account.call("GetFunctionRecursionConfig", wanted), { RecursiveLoop: "Terminate" });
  for (const RecursiveLoop of ["Allow", "Terminate", "Allow"] as const) {
    const answer = await account.call("PutFunctionRecursionConfig", { ...wanted, RecursiveLoop });
    assert.deepEqual(answer, { RecursiveLoop });
    assert.deepEqual(await account.call("GetFunctionRecursionConfig", wanted), { RecursiveLoop });
  }
});

it("both go with the function", async () => {
  const account = fixture().newAccount();
  const FunctionName = "f";
  await account.createActive(FunctionName);
  await account.call("PutFunctionRecursionConfig", { FunctionName, RecursiveLoop: "Allow" });
  await account.call("PutRuntimeManagementConfig", { FunctionName, UpdateRuntimeOn: "FunctionUpdate" });
  await account.call("DeleteFunction", { FunctionName });
  await account.createActive(FunctionName);
  assert.equal((await account.call("GetFunctionRecursionConfig", { FunctionName })).RecursiveLoop, "Terminate");
  assert.equal((await account.call("GetRuntimeManagementConfig", { FunctionName })).UpdateRuntimeOn, "Auto");
});
