// The policies of functions, versions and aliases: the documents that were recorded of the service, and whose they are.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Account, useControlPlane } from "./lambda-fixture.ts";
import { publishChanged } from "./versioned-function.ts";

const fixture = useControlPlane();

async function add(account: Account, FunctionName: string, input: object = {}): Promise<unknown> {
  const right = { StatementId: "s3", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
  const { Statement } = await account.call("AddPermission", { FunctionName, ...right, ...input });
  return JSON.parse(String(Statement));
}

async function policyText(account: Account, FunctionName: string, Qualifier?: string): Promise<string> {
  return String((await account.call("GetPolicy", { FunctionName, Qualifier })).Policy);
}

async function sids(account: Account, FunctionName: string, Qualifier?: string): Promise<readonly string[]> {
  const { Statement } = JSON.parse(await policyText(account, FunctionName, Qualifier)) as {
    Statement: { Sid: string }[];
  };
  return Statement.map(({ Sid }) => Sid);
}

async function revision(account: Account, FunctionName: string, Qualifier?: string): Promise<unknown> {
  return (await account.call("GetFunctionConfiguration", { FunctionName, Qualifier })).RevisionId;
}

async function hasPolicy(account: Account, FunctionName: string, Qualifier?: string): Promise<boolean> {
  return account.call("GetPolicy", { FunctionName, Qualifier }).then(
    () => true,
    () => false,
  );
}

describe("the statements of AddPermission", () => {
  // Input, and the members that the service was recorded to make of it.
  const ORG = "o-1234567890";
  const SKILL = "amzn1.ask.skill.xxxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  const cases: readonly (readonly [input: object, made: object])[] = [
    [{ Principal: "lambda.amazonaws.com" }, { Principal: { Service: "lambda.amazonaws.com" } }],
    [{ Principal: "alexa-appkit.amazon.com" }, { Principal: { Service: "alexa-appkit.amazon.com" } }],
    [{ Principal: "logs.cn-north-1.amazonaws.com.cn" }, { Principal: { Service: "logs.cn-north-1.amazonaws.com.cn" } }],
    [{ Principal: "111111111111" }, { Principal: { AWS: "arn:aws:iam::111111111111:root" } }],
    [{ Principal: "arn:aws:iam::111111111111:user/me" }, { Principal: { AWS: "arn:aws:iam::111111111111:user/me" } }],
    [
      { Principal: "*", SourceAccount: "111111111111" },
      { Principal: "*", Condition: { StringEquals: { "AWS:SourceAccount": "111111111111" } } },
    ],
    [
      { SourceArn: "arn:aws:s3:::test-bucket" },
      {
        Principal: { Service: "s3.amazonaws.com" },
        Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::test-bucket" } },
      },
    ],
    [
      { Principal: "*", EventSourceToken: SKILL },
      { Principal: "*", Condition: { StringEquals: { "lambda:EventSourceToken": SKILL } } },
    ],
    [
      { Principal: "*", InvokedViaFunctionUrl: true },
      { Principal: "*", Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } },
    ],
  ];
  for (const [input, made] of cases)
    it(JSON.stringify(input), async () => {
      const account = fixture().newAccount();
      await account.create("f");
      const expected = {
        Sid: "s3",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: account.arn("f"),
        ...made,
      };
      assert.deepEqual(await add(account, "f", input), expected);
    });

  it("with every condition, in the recorded order of members and keys", async () => {
    const account = fixture().newAccount();
    await account.create("f");
    const { Statement } = await account.call("AddPermission", {
      FunctionName: "f",
      StatementId: "urlPermission",
      Action: "lambda:InvokeFunctionUrl",
      Principal: "*",
      SourceArn: "arn:aws:s3:::test-bucket",
      SourceAccount: "111111111111",
      PrincipalOrgID: ORG,
      FunctionUrlAuthType: "NONE",
    });
    const expected = `{"Sid":"urlPermission","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"${account.arn("f")}","Condition":{"StringEquals":{"AWS:SourceAccount":"111111111111","lambda:FunctionUrlAuthType":"NONE","aws:PrincipalOrgID":"${ORG}"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::test-bucket"}}}`;
    assert.equal(Statement, expected);
    assert.equal(await policyText(account, "f"), `{"Version":"2012-10-17","Id":"default","Statement":[${expected}]}`);
  });
});

describe("a policy", () => {
  it("collects statements, loses them, and is gone with the last", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    await add(account, "f", { StatementId: "logs", Principal: "logs.amazonaws.com" });
    await add(account, "f", { StatementId: "kinesis", Principal: "kinesis.amazonaws.com" });
    assert.deepEqual(await sids(account, "f"), ["logs", "kinesis"]);
    await account.call("RemovePermission", { FunctionName: "f", StatementId: "logs" });
    assert.deepEqual(await sids(account, "f"), ["kinesis"]);
    await account.call("RemovePermission", { FunctionName: "f", StatementId: "kinesis" });
    const { message } = await account.failure("GetPolicy", { FunctionName: "f" });
    assert.equal(message, "The resource you requested does not exist.");
    await add(account, "f", { StatementId: "logs" });
    assert.deepEqual(await sids(account, "f"), ["logs"]);
  });

  it("is one for the function, one for each version and one for each alias, with the ARN of its own", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const version = await publishChanged(account, "f");
    await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: version });
    await add(account, "f");
    assert.equal(await hasPolicy(account, "f", version), false);
    for (const Qualifier of [version, "live"]) {
      const statement = (await add(account, "f", { Qualifier })) as { Resource: string };
      assert.equal(statement.Resource, `${account.arn("f")}:${Qualifier}`);
    }
    await add(account, `f:live`, { StatementId: "more" });
    assert.deepEqual(
      [await sids(account, "f"), await sids(account, account.arn(`f:${version}`)), await sids(account, "f:live")],
      [["s3"], ["s3"], ["s3", "more"]],
    );
    assert.equal(await policyText(account, "f", "$LATEST"), await policyText(account, "f"));
  });

  it("has the revision of its owner, which changes with it and of no other", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const version = await publishChanged(account, "f");
    await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: version });
    const revisions = async (): Promise<readonly unknown[]> => [
      await revision(account, "f"),
      await revision(account, "f", version),
      (await account.call("GetAlias", { FunctionName: "f", Name: "live" })).RevisionId,
    ];
    for (const [changed, Qualifier] of [undefined, version, "live"].entries()) {
      const before = await revisions();
      await add(account, "f", { Qualifier, RevisionId: before[changed] });
      const after = await revisions();
      assert.deepEqual(
        after.map((id, index) => id !== before[index]),
        after.map((_, index) => index === changed),
      );
      const { RevisionId } = await account.call("GetPolicy", { FunctionName: "f", Qualifier });
      assert.equal(RevisionId, after[changed]);
      await account.call("RemovePermission", { FunctionName: "f", StatementId: "s3", Qualifier, RevisionId });
      assert.notEqual((await revisions())[changed], RevisionId);
    }
  });

  it("keeps what it takes to run: a permission starts no new environment, and can be added while pending", async () => {
    const account = fixture().newAccount();
    await account.create("f");
    await add(account, "f");
    await account.settled("f");
    const version = await publishChanged(account, "f");
    await account.call("Invoke", { FunctionName: "f", Qualifier: version });
    const retired = account.invoker.retired.length;
    await add(account, "f", { Qualifier: version });
    await add(account, "f", { StatementId: "more" });
    assert.equal(account.invoker.retired.length, retired);
    assert.deepEqual(await sids(account, "f"), ["s3", "more"]);
  });

  it("survives a restart", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    await add(account, "f", { SourceArn: "arn:aws:s3:::bucket" });
    const before = await account.call("GetPolicy", { FunctionName: "f" });
    await fixture().restart();
    assert.deepEqual(await account.call("GetPolicy", { FunctionName: "f" }), before);
  });
});

describe("a policy goes", () => {
  it("with its alias and with its version, and leaves the others", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const version = await publishChanged(account, "f");
    const alias = { FunctionName: "f", Name: "live", FunctionVersion: version };
    await account.call("CreateAlias", alias);
    for (const Qualifier of [undefined, version, "live"]) await add(account, "f", { Qualifier });
    await account.call("DeleteAlias", { FunctionName: "f", Name: "live" });
    await account.call("CreateAlias", alias);
    assert.equal(await hasPolicy(account, "f", "live"), false);
    await account.call("DeleteAlias", { FunctionName: "f", Name: "live" });
    await account.call("DeleteFunction", { FunctionName: "f", Qualifier: version });
    assert.equal(await hasPolicy(account, "f", version), false);
    assert.equal(await hasPolicy(account, "f"), true);
  });

  it("with its function, so that one made again has none; nothing is left in the store", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    await account.createActive("f2");
    const version = await publishChanged(account, "f");
    for (const Qualifier of [undefined, version]) await add(account, "f", { Qualifier });
    await add(account, "f2");
    await account.call("DeleteFunction", { FunctionName: "f" });
    await account.createActive("f");
    assert.equal(await hasPolicy(account, "f"), false);
    assert.equal(await hasPolicy(account, "f2"), true);
    const prefix = `${account.scope.accountId}/`;
    const left = await fixture().records.list("function-policy", { prefix, limit: 10 });
    assert.deepEqual(
      left.map(({ key }) => key),
      [`${prefix}eu-west-1/f2/$LATEST`],
    );
  });
});

describe("writers at the same time", () => {
  it("add what they want to add, each once", async () => {
    const account = fixture().newAccount();
    await account.createActive("f");
    const names = Array.from({ length: 12 }, (_, n) => `s${n}`);
    await Promise.all(names.map((StatementId) => add(account, "f", { StatementId })));
    assert.deepEqual((await sids(account, "f")).toSorted(), names.toSorted());
    const same = await Promise.allSettled(names.map(() => add(account, "f", { StatementId: "one" })));
    assert.equal(same.filter(({ status }) => status === "fulfilled").length, 1);
  });

  it("with one revision: one wins", async () => {
    const account = fixture().newAccount();
    const { RevisionId } = await account.createActive("f");
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => add(account, "f", { StatementId: `s${n}`, RevisionId })),
    );
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal((await sids(account, "f")).length, 1);
  });

  it("leave no policy behind when the function is deleted meanwhile", async () => {
    const account = fixture().newAccount();
    for (let round = 0; round < 5; round++) {
      await account.createActive("f");
      await Promise.allSettled([
        ...Array.from({ length: 4 }, (_, n) => add(account, "f", { StatementId: `s${n}` })),
        account.call("DeleteFunction", { FunctionName: "f" }),
      ]);
      const prefix = `${account.scope.accountId}/`;
      assert.deepEqual(await fixture().records.list("function-policy", { prefix, limit: 10 }), []);
    }
  });
});

it("nothing went wrong in the background", () => {
  assert.deepEqual(fixture().reported, []);
});
