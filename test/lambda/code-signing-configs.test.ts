import assert from "node:assert/strict";
import { it } from "node:test";
import { type Account, useControlPlane } from "./lambda-fixture.ts";

const fixture = useControlPlane();
const PUBLISHER = "arn:aws:signer:us-west-2:111111111111:/signing-profiles/not_created/0123456789";
const AllowedPublishers = { SigningProfileVersionArns: [PUBLISHER] };

async function makeConfig(account: Account): Promise<string> {
  const made = await account.call("CreateCodeSigningConfig", { AllowedPublishers });
  return made.CodeSigningConfig.CodeSigningConfigArn;
}

it("is made with Warn, read, updated member by member, and deleted", async () => {
  const account = fixture().newAccount();
  const { CodeSigningConfig: made } = await account.call("CreateCodeSigningConfig", { AllowedPublishers });
  assert.match(made.CodeSigningConfigId, /^csc-[a-z0-9]{17}$/);
  assert.deepEqual(made, {
    CodeSigningConfigId: made.CodeSigningConfigId,
    CodeSigningConfigArn: `arn:aws:lambda:eu-west-1:${account.scope.accountId}:code-signing-config:${made.CodeSigningConfigId}`,
    AllowedPublishers,
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Warn" },
    LastModified: new Date(fixture().clock.nowMs()).toISOString(),
  });
  const { CodeSigningConfigArn } = made;
  assert.deepEqual((await account.call("GetCodeSigningConfig", { CodeSigningConfigArn })).CodeSigningConfig, made);
  const enforcing = await account.call("UpdateCodeSigningConfig", {
    CodeSigningConfigArn,
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Enforce" },
  });
  const policy = { CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Enforce" } };
  assert.deepEqual(enforcing.CodeSigningConfig, { ...made, ...policy, Description: "" });
  const unchanged = await account.call("UpdateCodeSigningConfig", { CodeSigningConfigArn, CodeSigningPolicies: {} });
  assert.deepEqual(unchanged.CodeSigningConfig, enforcing.CodeSigningConfig);
  const described = await account.call("UpdateCodeSigningConfig", { CodeSigningConfigArn, Description: "d" });
  assert.equal(described.CodeSigningConfig.Description, "d");
  assert.deepEqual(await account.call("DeleteCodeSigningConfig", { CodeSigningConfigArn }), {});
  assert.equal((await account.failure("GetCodeSigningConfig", { CodeSigningConfigArn })).status, 404);
});

it("configurations are listed page by page, each account and region apart", async () => {
  const account = fixture().newAccount();
  const made = await Promise.all([1, 2, 3].map(() => makeConfig(account)));
  await makeConfig(fixture().newAccount());
  const seen: string[] = [];
  for (let Marker: string | undefined, pages = 0; pages === 0 || Marker !== undefined; pages++) {
    const page = await account.call("ListCodeSigningConfigs", { MaxItems: 2, Marker });
    seen.push(...(page.CodeSigningConfigs ?? []).map((config) => config.CodeSigningConfigArn));
    Marker = page.NextMarker;
  }
  assert.deepEqual(seen, made.toSorted());
});

it("a function has one, which cannot be deleted until the function has it no more", async () => {
  const account = fixture().newAccount();
  const [CodeSigningConfigArn, other] = [await makeConfig(account), await makeConfig(account)];
  for (const FunctionName of ["a", "b", "c"]) await account.createActive(FunctionName);
  for (const FunctionName of ["a", "b", "c"])
    assert.deepEqual(await account.call("PutFunctionCodeSigningConfig", { FunctionName, CodeSigningConfigArn }), {
      FunctionName,
      CodeSigningConfigArn,
    });
  await account.call("PutFunctionCodeSigningConfig", { FunctionName: "c", CodeSigningConfigArn: other });
  const having = async (input: object): Promise<readonly string[]> =>
    (await account.call("ListFunctionsByCodeSigningConfig", { CodeSigningConfigArn, ...input })).FunctionArns ?? [];
  assert.deepEqual(await having({}), [account.arn("a"), account.arn("b")]);
  const first = await account.call("ListFunctionsByCodeSigningConfig", { CodeSigningConfigArn, MaxItems: 1 });
  assert.deepEqual(await having({ MaxItems: 1, Marker: first.NextMarker }), [account.arn("b")]);
  assert.equal((await account.failure("DeleteCodeSigningConfig", { CodeSigningConfigArn })).status, 409);
  await account.call("DeleteFunction", { FunctionName: "a" });
  await account.call("DeleteFunctionCodeSigningConfig", { FunctionName: "b" });
  await account.call("DeleteFunctionCodeSigningConfig", { FunctionName: "b" });
  await account.call("DeleteCodeSigningConfig", { CodeSigningConfigArn });
  assert.deepEqual(await account.call("GetFunctionCodeSigningConfig", { FunctionName: "b" }), {});
  assert.deepEqual(await account.call("GetFunctionCodeSigningConfig", { FunctionName: "c" }), {
    FunctionName: "c",
    CodeSigningConfigArn: other,
  });
});

it("of giving one to a function and deleting it at the same time, one fails", async () => {
  const account = fixture().newAccount();
  for (let round = 0; round < 8; round++) {
    const CodeSigningConfigArn = await makeConfig(account);
    const FunctionName = `f${round}`;
    if (round % 2 === 0) await account.createActive(FunctionName);
    const outcomes = await Promise.allSettled([
      account.call("DeleteCodeSigningConfig", { CodeSigningConfigArn }),
      round % 2 === 0
        ? account.call("PutFunctionCodeSigningConfig", { FunctionName, CodeSigningConfigArn })
        : account.create(FunctionName, { CodeSigningConfigArn }),
    ]);
    assert.equal(outcomes.filter(({ status }) => status === "rejected").length, 1, JSON.stringify(outcomes));
  }
});
