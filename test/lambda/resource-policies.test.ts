// Whole policies: what can be put comes back, beside what AddPermission adds, up to the limit of size.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const fixture = useControlPlane();

async function put(account: Account, name: string, policy: unknown, RevisionId?: string): Promise<unknown> {
  const ResourceArn = account.arn(name);
  const answer = await account.call("PutResourcePolicy", { ResourceArn, Policy: JSON.stringify(policy), RevisionId });
  const got = await account.call("GetResourcePolicy", { ResourceArn });
  assert.deepEqual(got, answer);
  assert.deepEqual(got, await account.call("GetPolicy", { FunctionName: ResourceArn }));
  return JSON.parse(String(got.Policy));
}

const ALLOW = { Effect: "Allow", Principal: "*", Action: "lambda:InvokeFunction", Resource: "*" };
const DOCUMENTS: Readonly<Record<string, object>> = {
  "a single statement in a list": { Version: "2012-10-17", Id: "mine", Statement: [{ Sid: "one", ...ALLOW }] },
  "without Id and Sid": { Version: "2008-10-17", Statement: [ALLOW] },
  "denials, lists and exceptions": {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "NotFromOutside",
        Effect: "Deny",
        NotPrincipal: { AWS: ["arn:aws:iam::111111111111:role/a", "arn:aws:sts::111111111111:assumed-role/a/b"] },
        NotAction: ["lambda:GetFunction", "lambda:Get*"],
        NotResource: ["arn:aws:lambda:eu-west-1:111111111111:function:f:*"],
        Condition: {
          NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"] },
          "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": "o-1234567890/*" },
          Bool: { "aws:SecureTransport": false },
          NumericLessThan: { "aws:MultiFactorAuthAge": 3600 },
          Null: { "aws:PrincipalTag/team": "true" },
        },
      },
      {
        Effect: "Allow",
        Principal: { Service: ["s3.amazonaws.com", "sns.amazonaws.com"], AWS: "*", Federated: "cognito" },
        Action: ["*"],
        Resource: "arn:aws:lambda:eu-west-1:111111111111:function:f",
      },
    ],
  },
};

function allowing(Resource: string): object {
  return { Version: "2012-10-17", Statement: [{ ...ALLOW, Resource }] };
}

/** A policy whose text has this many bytes. */
function policyOf(bytes: number): object {
  return allowing(`arn:${"x".repeat(bytes - JSON.stringify(allowing("arn:")).length)}`);
}

describe("PutResourcePolicy", () => {
  for (const [title, document] of Object.entries(DOCUMENTS))
    it(`keeps ${title}`, async () => {
      const account = fixture().newAccount();
      await account.create("f");
      assert.deepEqual(await put(account, "f", document), document);
    });

  it("writes a lone statement as a list, an absent version as the oldest, an account as its root", async () => {
    const account = fixture().newAccount();
    await account.create("f");
    const Statement = { ...ALLOW, Sid: "", Principal: { AWS: ["111111111111", "*"] } };
    assert.deepEqual(await put(account, "f", { Statement }), {
      Version: "2008-10-17",
      Statement: [{ ...ALLOW, Principal: { AWS: ["arn:aws:iam::111111111111:root", "*"] } }],
    });
  });

  it("replaces what AddPermission added, which adds to it again", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const permission = { FunctionName: "f", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
    await account.call("AddPermission", { ...permission, StatementId: "old" });
    await put(account, "f", { Version: "2012-10-17", Id: "mine", Statement: [{ Sid: "put", ...ALLOW }] });
    const twice = await account.failure("AddPermission", { ...permission, StatementId: "put" });
    assert.equal(twice.status, 409);
    await account.call("AddPermission", { ...permission, StatementId: "new" });
    const { Policy } = await account.call("GetResourcePolicy", { ResourceArn: account.arn("f") });
    const { Id, Statement } = JSON.parse(String(Policy)) as { Id: string; Statement: { Sid: string }[] };
    assert.deepEqual([Id, Statement.map(({ Sid }) => Sid)], ["mine", ["put", "new"]]);
    for (const StatementId of ["put", "new"])
      await account.call("RemovePermission", { FunctionName: "f", StatementId });
    assert.equal((await account.failure("GetPolicy", { FunctionName: "f" })).status, 404);
  });

  it("is for one version or alias, changes its revision, and honours the one it is given", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const version = await publishChanged(account, "f");
    await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: version });
    const policy = { Version: "2012-10-17", Statement: [ALLOW] };
    for (const name of [`f:${version}`, "f:live"]) {
      await put(account, name, policy);
      const ResourceArn = account.arn(name);
      const { RevisionId } = await account.call("GetResourcePolicy", { ResourceArn });
      await put(account, name, policy, RevisionId);
      const stale = await account.failure("DeleteResourcePolicy", { ResourceArn, RevisionId });
      assert.equal(stale.status, 412);
      const now = await account.call("GetResourcePolicy", { ResourceArn });
      await account.call("DeleteResourcePolicy", { ResourceArn, RevisionId: now.RevisionId });
      assert.equal((await account.failure("GetResourcePolicy", { ResourceArn })).status, 404);
    }
    assert.equal((await account.failure("GetPolicy", { FunctionName: "f" })).status, 404);
  });

  it("takes 20,480 bytes and not one more", async () => {
    const account = fixture().newAccount();
    await account.create("f");
    assert.equal(JSON.stringify(policyOf(20_480)).length, 20_480);
    await put(account, "f", policyOf(20_480));
    const Policy = JSON.stringify(policyOf(20_481));
    const error = await account.failure("PutResourcePolicy", { ResourceArn: account.arn("f"), Policy });
    assert.equal(error.message, "The final policy size (20481) is bigger than the limit (20480).");
  });
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
