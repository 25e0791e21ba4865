import assert from "node:assert/strict";
import { test } from "node:test";
import { useScheduler } from "./scheduler-fixture.ts";

const fixture = useScheduler();

test("the default group is always there", async () => {
  const account = fixture().newAccount();
  const group = await account.call("GetScheduleGroup", { Name: "default" });
  assert.equal(group.Arn, account.arn("scheduler", "schedule-group/default"));
  assert.equal(group.State, "ACTIVE");
  assert.deepEqual((await account.call("ListScheduleGroups", {})).ScheduleGroups, [group]);
  await assert.rejects(account.call("CreateScheduleGroup", { Name: "default" }), {
    code: "ConflictException",
    message: "Schedule group default already exists.",
  });
  await assert.rejects(account.call("DeleteScheduleGroup", { Name: "default" }), { code: "ValidationException" });
});

test("groups are made once and listed by name", async () => {
  const account = fixture().newAccount();
  for (const Name of ["b", "a", "zz", "z"]) await account.call("CreateScheduleGroup", { Name, ClientToken: Name });
  await account.call("CreateScheduleGroup", { Name: "a", ClientToken: "a" });
  await assert.rejects(account.call("CreateScheduleGroup", { Name: "a", ClientToken: "b" }), {
    code: "ConflictException",
    message: "Schedule group a already exists.",
  });
  for (const MaxResults of [1, 2, 4, 5, 100]) {
    const seen: (string | undefined)[] = [];
    for (let NextToken: string | undefined; ;) {
      const page = await account.call("ListScheduleGroups", { MaxResults, NextToken });
      seen.push(...page.ScheduleGroups.map(({ Name }) => Name));
      NextToken = page.NextToken;
      if (NextToken === undefined) break;
    }
    assert.deepEqual(seen, ["a", "b", "default", "z", "zz"], `pages of ${MaxResults}`);
  }
  const { ScheduleGroups } = await account.call("ListScheduleGroups", { NamePrefix: "z" });
  assert.deepEqual(
    ScheduleGroups.map(({ Name }) => Name),
    ["z", "zz"],
  );
});

test("a group that is deleted takes its schedules with it", async () => {
  const account = fixture().newAccount();
  await account.call("CreateScheduleGroup", { Name: "g" });
  for (let index = 0; index < 5; index++)
    await account.call("CreateSchedule", { ...account.settings(`s${index}`, "rate(1 hour)"), GroupName: "g" });
  await account.call("CreateSchedule", account.settings("stays", "rate(1 hour)"));
  await account.call("DeleteScheduleGroup", { Name: "g" });
  const isGone = async (): Promise<boolean> =>
    !(await account.call("ListScheduleGroups", {})).ScheduleGroups.some(({ Name }) => Name === "g");
  await fixture().until(isGone);
  const { Schedules } = await account.call("ListSchedules", {});
  assert.deepEqual(
    Schedules.map(({ Name }) => Name),
    ["stays"],
  );
  await assert.rejects(account.call("DeleteScheduleGroup", { Name: "g" }), { code: "ResourceNotFoundException" });
});

test("a group that is being deleted takes no schedules, also after a restart", async () => {
  const account = fixture().newAccount();
  await account.call("CreateScheduleGroup", { Name: "g" });
  await account.call("CreateSchedule", { ...account.settings("s", "rate(1 hour)"), GroupName: "g" });
  await fixture().service.stop(1000);
  await account.call("DeleteScheduleGroup", { Name: "g" });
  assert.equal((await account.call("GetScheduleGroup", { Name: "g" })).State, "DELETING");
  await assert.rejects(account.call("CreateSchedule", { ...account.settings("t", "rate(1 hour)"), GroupName: "g" }), {
    code: "ConflictException",
  });
  await fixture().restart(0);
  await fixture().until(async () => (await account.call("ListSchedules", {})).Schedules.length === 0);
});

test("groups have tags", async () => {
  const account = fixture().newAccount();
  const ResourceArn = account.arn("scheduler", "schedule-group/g");
  const tags = async (): Promise<unknown> => (await account.call("ListTagsForResource", { ResourceArn })).Tags;
  await assert.rejects(tags(), { code: "ResourceNotFoundException", message: "Schedule group g does not exist." });
  await account.call("CreateScheduleGroup", { Name: "g", Tags: [{ Key: "a", Value: "1" }] });
  await account.call("TagResource", {
    ResourceArn,
    Tags: [
      { Key: "b", Value: "2" },
      { Key: "a", Value: "3" },
    ],
  });
  assert.deepEqual(await tags(), [
    { Key: "a", Value: "3" },
    { Key: "b", Value: "2" },
  ]);
  await account.call("UntagResource", { ResourceArn, TagKeys: ["a", "none"] });
  assert.deepEqual(await tags(), [{ Key: "b", Value: "2" }]);
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
  await assert.rejects(account.call("TagResource", { ResourceArn, Tags: many }), { code: "ValidationException" });
  const reserved = [{ Key: "aws:x", Value: "v" }];
  await assert.rejects(account.call("TagResource", { ResourceArn, Tags: reserved }), { code: "ValidationException" });
  const elsewhere = ResourceArn.replace("eu-west-1", "eu-west-2");
  await assert.rejects(account.call("ListTagsForResource", { ResourceArn: elsewhere }), {
    code: "ResourceNotFoundException",
  });
});
