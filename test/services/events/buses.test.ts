import assert from "node:assert/strict";
import { test } from "node:test";
import { useEventsService } from "./events-fixture.ts";

const fixture = useEventsService();

test("the default bus is always there", async () => {
  const account = fixture().newAccount();
  const arn = account.arn("events", "event-bus/default");
  assert.deepEqual(await account.call("DescribeEventBus", {}), { Name: "default", Arn: arn });
  assert.deepEqual(await account.call("ListEventBuses", {}), { EventBuses: [{ Name: "default", Arn: arn }] });
  await assert.rejects(account.call("DeleteEventBus", { Name: "default" }), {
    code: "ValidationException",
    message: "Cannot delete event bus default.",
  });
  await assert.rejects(account.call("CreateEventBus", { Name: "default" }), {
    code: "ResourceAlreadyExistsException",
    message: "Event bus default already exists.",
  });
});

test("a bus is made, described, changed and deleted", async () => {
  const account = fixture().newAccount();
  const arn = account.arn("events", "event-bus/orders");
  const made = await account.call("CreateEventBus", {
    Name: "orders",
    Description: "d",
    Tags: [{ Key: "k", Value: "v" }],
  });
  assert.equal(made.EventBusArn, arn);
  const now = new Date(fixture().clock.nowMs());
  const times = { CreationTime: now, LastModifiedTime: now };
  const expected = { Name: "orders", Arn: arn, Description: "d", ...times };
  assert.deepEqual(await account.call("DescribeEventBus", { Name: "orders" }), expected);
  assert.deepEqual(await account.call("DescribeEventBus", { Name: arn }), expected);
  assert.deepEqual(await account.call("ListTagsForResource", { ResourceARN: arn }), {
    Tags: [{ Key: "k", Value: "v" }],
  });
  await account.call("UpdateEventBus", { Name: "orders", KmsKeyIdentifier: "alias/k", LogConfig: { Level: "INFO" } });
  const changed = await account.call("DescribeEventBus", { Name: "orders" });
  assert.equal(changed.Description, undefined);
  assert.equal(changed.KmsKeyIdentifier, "alias/k");
  assert.equal(changed.LogConfig?.Level, "INFO");
  await account.call("DeleteEventBus", { Name: "orders" });
  await account.call("DeleteEventBus", { Name: "orders" });
  await assert.rejects(account.call("DescribeEventBus", { Name: "orders" }), {
    code: "ResourceNotFoundException",
    message: "Event bus orders does not exist.",
  });
});

test("a bus with rules is not deleted", async () => {
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "busy" });
  await account.makeRule("rule", "s", [], "busy");
  await assert.rejects(account.call("DeleteEventBus", { Name: "busy" }), { code: "ValidationException" });
  await account.call("DeleteRule", { Name: "rule", EventBusName: "busy" });
  await account.call("DeleteEventBus", { Name: "busy" });
});

test("what cannot be a bus is refused", async () => {
  const account = fixture().newAccount();
  await assert.rejects(account.call("CreateEventBus", { Name: "a/b" }), { code: "ValidationException" });
  await assert.rejects(account.call("CreateEventBus", { Name: "p", EventSourceName: "aws.partner/x/y" }), {
    code: "ResourceNotFoundException",
  });
  const tag = { Key: "k", Value: "v" };
  await assert.rejects(account.call("CreateEventBus", { Name: "p", Tags: [tag, tag] }), {
    message: "Invalid parameter: Duplicated keys are not allowed.",
  });
  await account.call("CreateEventBus", { Name: "twice" });
  await assert.rejects(account.call("CreateEventBus", { Name: "twice" }), { code: "ResourceAlreadyExistsException" });
});

test("an account has a hundred buses at most", async () => {
  const account = fixture().newAccount();
  for (let index = 1; index < 100; index += 1) await account.call("CreateEventBus", { Name: `bus-${index}` });
  await assert.rejects(account.call("CreateEventBus", { Name: "one-more" }), {
    code: "LimitExceededException",
    message: "The requested resource exceeds the maximum number allowed.",
  });
});

test("buses are listed by prefix and by page", async () => {
  const account = fixture().newAccount();
  for (const Name of ["b-2", "b-1", "b-3", "c-1"]) await account.call("CreateEventBus", { Name });
  const first = await account.call("ListEventBuses", { NamePrefix: "b-", Limit: 2 });
  assert.deepEqual(
    first.EventBuses?.map(({ Name }) => Name),
    ["b-1", "b-2"],
  );
  const second = await account.call("ListEventBuses", { NamePrefix: "b-", Limit: 2, NextToken: first.NextToken });
  assert.deepEqual(
    second.EventBuses?.map(({ Name }) => Name),
    ["b-3"],
  );
  assert.equal(second.NextToken, undefined);
  await assert.rejects(account.call("ListEventBuses", { NextToken: "x" }), { code: "ValidationException" });
});

test("a bus belongs to its region", async () => {
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "here" });
  const there = account.in("us-east-1");
  assert.equal((await there.call("ListEventBuses", {})).EventBuses?.length, 1);
  await assert.rejects(there.call("DescribeEventBus", { Name: account.arn("events", "event-bus/here") }), {
    code: "ResourceNotFoundException",
  });
});

test("permissions are stored as a policy", async () => {
  const account = fixture().newAccount();
  const Action = "events:PutEvents";
  const Condition = { Type: "StringEquals", Key: "aws:PrincipalOrgID", Value: "o-1" };
  await account.call("PutPermission", { Action, Principal: "111122223333", StatementId: "one" });
  await account.call("PutPermission", { Action, Principal: "*", StatementId: "two", Condition });
  const Resource = account.arn("events", "event-bus/default");
  const one = { Sid: "one", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action, Resource };
  const condition = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
  const two = { Sid: "two", Effect: "Allow", Principal: "*", Action, Resource, Condition: condition };
  const policy = async (): Promise<unknown> => {
    const { Policy } = await account.call("DescribeEventBus", {});
    return Policy === undefined ? undefined : JSON.parse(Policy);
  };
  assert.deepEqual(await policy(), { Version: "2012-10-17", Statement: [one, two] });
  await account.call("RemovePermission", { StatementId: "one" });
  assert.deepEqual(await policy(), { Version: "2012-10-17", Statement: [two] });
  await assert.rejects(account.call("RemovePermission", { StatementId: "one" }), {
    code: "ResourceNotFoundException",
    message: "Statement with the provided id does not exist.",
  });
  await account.call("RemovePermission", { RemoveAllPermissions: true });
  assert.equal(await policy(), undefined);
  await assert.rejects(account.call("RemovePermission", { StatementId: "one" }), {
    message: "EventBus does not have a policy.",
  });
});

test("a whole policy replaces what was there, and must be one", async () => {
  const account = fixture().newAccount();
  const Policy = '{"Version":"2012-10-17","Statement":[{"Sid":"x"}]}';
  await account.call("PutPermission", { Policy });
  assert.equal((await account.call("DescribeEventBus", {})).Policy, Policy);
  for (const bad of ["{", "[]", "{}", "5"])
    await assert.rejects(account.call("PutPermission", { Policy: bad }), { code: "ValidationException" }, bad);
  const long = JSON.stringify({ Statement: [{ Sid: "x".repeat(10_240) }] });
  await assert.rejects(account.call("PutPermission", { Policy: long }), { code: "PolicyLengthExceededException" });
  const Action = "events:PutEvents";
  for (const input of [{}, { Action }, { Policy, Action, Principal: "*", StatementId: "s" }])
    await assert.rejects(account.call("PutPermission", input), { code: "ValidationException" });
  await assert.rejects(account.call("PutPermission", { Action: "events:Other", Principal: "*", StatementId: "s" }), {
    message: "Provided value in parameter 'action' is not supported.",
  });
  await assert.rejects(account.call("PutPermission", { Policy, EventBusName: "missing" }), {
    message: "Event bus missing does not exist.",
  });
});
