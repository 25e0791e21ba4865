// Functions of container images: everything is kept and answered as it was given, and nothing pretends to run.
import assert from "node:assert/strict";
import { it } from "node:test";
import type { LambdaModel } from "../../src/wire/index.ts";
import { type Account, ROLE, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();

const DIGEST = "0123456789abcdef".repeat(4);
const REPOSITORY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/team/app";
const RESOLVED = `${REPOSITORY}@sha256:${DIGEST}`;
const NOT_RUN =
  "Container images are not run by this version of Hearth. Package the function as a zip archive instead.";
const SETTINGS = { EntryPoint: ["/entry", ""], Command: ["app.handler"], WorkingDirectory: "/srv" };

function create(
  account: Account,
  ImageUri: string,
  input: Partial<LambdaModel.CreateFunctionRequest> = {},
): Promise<LambdaModel.FunctionConfiguration> {
  const required = { FunctionName: "i", Role: ROLE, PackageType: "Image", Code: { ImageUri } } as const;
  return account.call("CreateFunction", { ...required, ...input });
}

it("a function of an image is kept with all it was given, becomes Failed and says why", async () => {
  const account = fixture().newAccount();
  const created = await create(account, RESOLVED, { ImageConfig: SETTINGS, MemorySize: 512 });
  assert.deepEqual([created.State, created.StateReasonCode], ["Pending", "Creating"]);
  const failed = await account.settled("i");
  assert.deepEqual([failed.State, failed.StateReasonCode, failed.StateReason], ["Failed", "InvalidImage", NOT_RUN]);
  const { PackageType, CodeSize, CodeSha256, MemorySize, ImageConfigResponse } = failed;
  assert.deepEqual([PackageType, CodeSize, CodeSha256, MemorySize], ["Image", 0, DIGEST, 512]);
  assert.deepEqual(ImageConfigResponse, { ImageConfig: SETTINGS });
  for (const absent of ["Runtime", "Handler", "Layers", "RuntimeVersionConfig", "SigningJobArn"])
    assert.ok(!(absent in failed), absent);
  const { Code } = await account.call("GetFunction", { FunctionName: "i" });
  assert.deepEqual(Code, { RepositoryType: "ECR", ImageUri: RESOLVED, ResolvedImageUri: RESOLVED });
});

it("is not invoked, published or counted as stored code, in the words for a function that is not active", async () => {
  const account = fixture().newAccount();
  await create(account, RESOLVED);
  await account.settled("i");
  for (const operation of ["Invoke", "PublishVersion"] as const) {
    const { status, code, message } = await account.failure(operation, { FunctionName: "i" });
    assert.deepEqual([status, code], [409, "ResourceConflictException"], operation);
    assert.match(message, /The function is currently in the following state: Failed$/);
  }
  const { AccountUsage } = await account.call("GetAccountSettings", {});
  assert.deepEqual(AccountUsage, { TotalCodeSize: 0, FunctionCount: 1 });
});

it("keeps what an update says, fails again, and is the same after a restart", async () => {
  const account = fixture().newAccount();
  await create(account, RESOLVED);
  await account.settled("i");
  await account.call("UpdateFunctionConfiguration", { FunctionName: "i", ImageConfig: SETTINGS, Timeout: 77 });
  const configured = await account.settled("i");
  assert.deepEqual([configured.Timeout, configured.ImageConfigResponse], [77, { ImageConfig: SETTINGS }]);
  assert.deepEqual(
    [configured.State, configured.LastUpdateStatus, configured.LastUpdateStatusReasonCode],
    ["Failed", "Failed", "InvalidImage"],
  );
  await account.call("UpdateFunctionCode", { FunctionName: "i", ImageUri: `${REPOSITORY}:v2` });
  const updated = await account.settled("i");
  assert.match(String(updated.CodeSha256), /^[0-9a-f]{64}$/);
  assert.notEqual(updated.CodeSha256, DIGEST);
  assert.deepEqual([updated.Timeout, updated.LastUpdateStatusReason], [77, NOT_RUN]);
  await account.call("UpdateFunctionConfiguration", { FunctionName: "i", ImageConfig: {} });
  assert.equal((await account.settled("i")).ImageConfigResponse, undefined);
  await fixture().restart();
  const { Code } = await account.call("GetFunction", { FunctionName: "i" });
  // Nobody can say here what a tag stands for.
  assert.deepEqual(Code, { RepositoryType: "ECR", ImageUri: `${REPOSITORY}:v2` });
});

it("a published version fails with its function, and all goes with a deletion", async () => {
  const account = fixture().newAccount();
  const { Version } = await create(account, RESOLVED, { Publish: true });
  assert.equal(Version, "1");
  await account.settled("i");
  const published = await account.call("GetFunctionConfiguration", { FunctionName: "i", Qualifier: "1" });
  assert.deepEqual([published.State, published.StateReason, published.PackageType], ["Failed", NOT_RUN, "Image"]);
  await account.call("DeleteFunction", { FunctionName: "i" });
  for (const kind of ["package-use", "package-release"])
    assert.deepEqual(
      (await fixture().records.list(kind, { prefix: DIGEST, limit: 9 })).map(({ key }) => key),
      [],
      kind,
    );
});

it("a dry run checks an image and changes nothing", async () => {
  const account = fixture().newAccount();
  await create(account, RESOLVED);
  const before = await account.settled("i");
  const dry = await account.call("UpdateFunctionCode", {
    FunctionName: "i",
    ImageUri: RESOLVED.replace("0123", "4567"),
    DryRun: true,
  });
  assert.notEqual(dry.CodeSha256, before.CodeSha256);
  assert.deepEqual(await account.settled("i"), before);
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
