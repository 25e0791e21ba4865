import assert from "node:assert/strict";
import { test } from "node:test";
import { useLogsService } from "./logs-fixture.ts";

const fixture = useLogsService();
const noGroup = { code: "ResourceNotFoundException", message: "The specified log group does not exist." };

test("a new group is described with both of its ARNs", async () => {
  const account = fixture().newAccount();
  await account.call("CreateLogGroup", { logGroupName: "/aws/lambda/MyFn" });
  const { logGroups, nextToken } = await account.call("DescribeLogGroups", {});
  const arn = `arn:aws:logs:eu-west-1:${account.scope.accountId}:log-group:/aws/lambda/MyFn`;
  assert.equal(nextToken, undefined);
  assert.deepEqual(logGroups, [
    {
      logGroupName: "/aws/lambda/MyFn",
      creationTime: fixture().clock.nowMs(),
      metricFilterCount: 0,
      arn: `${arn}:*`,
      storedBytes: 0,
      logGroupClass: "STANDARD",
      logGroupArn: arn,
    },
  ]);
});

test("a group cannot be made twice", async () => {
  const account = fixture().newAccount();
  await account.call("CreateLogGroup", { logGroupName: "twice" });
  await assert.rejects(account.call("CreateLogGroup", { logGroupName: "twice" }), {
    code: "ResourceAlreadyExistsException",
    message: "The specified log group already exists",
  });
});

test("a group is not made with what it cannot have", async () => {
  const account = fixture().newAccount();
  for (const extra of [{ kmsKeyId: "k" }, { logGroupClass: "DELIVERY" }, { deletionProtectionEnabled: true }] as const)
    await assert.rejects(account.call("CreateLogGroup", { logGroupName: "g", ...extra }), {
      code: "InvalidParameterException",
    });
  assert.deepEqual((await account.call("DescribeLogGroups", {})).logGroups, []);
});

test("groups are found by prefix, by pattern and by identifier", async () => {
  const account = fixture().newAccount();
  for (const logGroupName of ["/aws/lambda/Orders", "/aws/lambda/orders-old", "/other/Orders"])
    await account.call("CreateLogGroup", { logGroupName });
  const names = async (input: Parameters<typeof account.call<"DescribeLogGroups">>[1]): Promise<unknown> =>
    (await account.call("DescribeLogGroups", input)).logGroups?.map((group) => group.logGroupName);
  assert.deepEqual(await names({ logGroupNamePrefix: "/aws/" }), ["/aws/lambda/Orders", "/aws/lambda/orders-old"]);
  assert.deepEqual(await names({ logGroupNamePrefix: "/AWS/" }), []);
  assert.deepEqual(await names({ logGroupNamePattern: "ORDERS" }), [
    "/aws/lambda/Orders",
    "/aws/lambda/orders-old",
    "/other/Orders",
  ]);
  const arn = `arn:aws:logs:eu-west-1:${account.scope.accountId}:log-group:/other/Orders`;
  assert.deepEqual(await names({ logGroupIdentifiers: [arn, "missing"] }), ["/other/Orders"]);
  assert.deepEqual(await names({ logGroupClass: "DELIVERY" }), []);
  await assert.rejects(account.call("DescribeLogGroups", { logGroupNamePrefix: "a", logGroupNamePattern: "b" }), {
    code: "InvalidParameterException",
  });
});

test("every group is on exactly one page, whatever the size of the pages", async () => {
  const account = fixture().newAccount();
  const all = Array.from({ length: 13 }, (_, index) => `group-${String(index).padStart(2, "0")}`);
  for (const logGroupName of all.toReversed()) await account.call("CreateLogGroup", { logGroupName });
  for (const limit of [1, 2, 5, 12, 13, 50]) {
    const seen: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await account.call("DescribeLogGroups", { limit, nextToken });
      assert.ok((page.logGroups?.length ?? 0) <= limit);
      seen.push(...(page.logGroups ?? []).map((group) => group.logGroupName));
      assert.ok(seen.length < 200, "pages without end");
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    assert.deepEqual(seen, all);
  }
  await assert.rejects(account.call("DescribeLogGroups", { nextToken: "no token" }), {
    code: "InvalidParameterException",
    message: "The specified nextToken is invalid.",
  });
});

test("accounts do not see each other's groups", async () => {
  const [one, other] = [fixture().newAccount(), fixture().newAccount()];
  await one.call("CreateLogGroup", { logGroupName: "mine" });
  assert.deepEqual((await other.call("DescribeLogGroups", {})).logGroups, []);
  await assert.rejects(other.call("DeleteLogGroup", { logGroupName: "mine" }), noGroup);
});

test("a deleted group is gone with its events", async () => {
  const account = fixture().newAccount();
  const names = { logGroupName: "g", logStreamName: "s" };
  await account.makeStream("g", "s");
  const timestamp = fixture().clock.nowMs();
  await account.call("PutLogEvents", { ...names, logEvents: [{ timestamp, message: "old" }] });
  await account.call("DeleteLogGroup", { logGroupName: "g" });
  await assert.rejects(account.call("GetLogEvents", names), noGroup);
  await account.makeStream("g", "s");
  assert.deepEqual((await account.call("GetLogEvents", names)).events, []);
  await assert.rejects(account.call("DeleteLogGroup", { logGroupName: "missing" }), noGroup);
});

test("retention takes the days that AWS has and no others", async () => {
  const account = fixture().newAccount();
  const logGroupName = "kept";
  await account.call("CreateLogGroup", { logGroupName });
  const retention = async (): Promise<unknown> =>
    (await account.call("DescribeLogGroups", {})).logGroups?.map((group) => group.retentionInDays);
  await account.call("PutRetentionPolicy", { logGroupName, retentionInDays: 14 });
  assert.deepEqual(await retention(), [14]);
  await account.call("DeleteRetentionPolicy", { logGroupName });
  assert.deepEqual(await retention(), [undefined]);
  for (const retentionInDays of [0, 2, -1, 3654])
    await assert.rejects(account.call("PutRetentionPolicy", { logGroupName, retentionInDays }), {
      code: "InvalidParameterException",
      message: /^1 validation error detected: Value '-?\d+' at 'retentionInDays' failed/,
    });
  await assert.rejects(account.call("PutRetentionPolicy", { logGroupName: "no", retentionInDays: 1 }), noGroup);
  await assert.rejects(account.call("DeleteRetentionPolicy", { logGroupName: "no" }), noGroup);
});

test("tags are set, listed and removed by name and by ARN", async () => {
  const account = fixture().newAccount();
  const logGroupName = "tagged";
  const resourceArn = `arn:aws:logs:eu-west-1:${account.scope.accountId}:log-group:tagged`;
  await account.call("CreateLogGroup", { logGroupName, tags: { first: "1" } });
  await account.call("TagLogGroup", { logGroupName, tags: { second: "2" } });
  await account.call("TagResource", { resourceArn, tags: { first: "one" } });
  assert.deepEqual(await account.call("ListTagsForResource", { resourceArn: `${resourceArn}:*` }), {
    tags: { first: "one", second: "2" },
  });
  await account.call("UntagLogGroup", { logGroupName, tags: ["first", "unknown"] });
  assert.deepEqual(await account.call("ListTagsLogGroup", { logGroupName }), { tags: { second: "2" } });
  await account.call("UntagResource", { resourceArn, tagKeys: ["second"] });
  assert.deepEqual(await account.call("ListTagsLogGroup", { logGroupName }), { tags: {} });
});

test("tags written at the same time are all kept, and there are at most 50", async () => {
  const account = fixture().newAccount();
  const logGroupName = "busy";
  const resourceArn = `arn:aws:logs:eu-west-1:${account.scope.accountId}:log-group:busy`;
  await account.call("CreateLogGroup", { logGroupName });
  const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
  await Promise.all(keys.map((key) => account.call("TagLogGroup", { logGroupName, tags: { [key]: "" } })));
  const { tags } = await account.call("ListTagsLogGroup", { logGroupName });
  assert.deepEqual(Object.keys(tags ?? {}).toSorted(), keys.toSorted());
  await assert.rejects(account.call("TagLogGroup", { logGroupName, tags: { more: "" } }), {
    code: "InvalidParameterException",
  });
  await assert.rejects(account.call("TagResource", { resourceArn, tags: { more: "" } }), {
    code: "TooManyTagsException",
  });
  await account.call("TagResource", { resourceArn, tags: { "key-1": "changed" } });
});

test("tags of what is not there are not found", async () => {
  const account = fixture().newAccount();
  const own = `arn:aws:logs:eu-west-1:${account.scope.accountId}:log-group:none`;
  for (const resourceArn of [own, own.replace("eu-west-1", "us-east-1"), "arn:aws:logs:eu-west-1:1:destination:d"]) {
    await assert.rejects(account.call("ListTagsForResource", { resourceArn }), noGroup);
    await assert.rejects(account.call("TagResource", { resourceArn, tags: { a: "b" } }), noGroup);
    await assert.rejects(account.call("UntagResource", { resourceArn, tagKeys: ["a"] }), noGroup);
  }
});
