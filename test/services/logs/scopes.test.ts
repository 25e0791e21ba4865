// Accounts and regions side by side: log groups of one name never meet.
import assert from "node:assert/strict";
import { it } from "node:test";
import { Account, useLogsService } from "./logs-fixture.ts";

const fixture = useLogsService();

it("a group of the same name holds in each account and region what was put there, and is deleted alone", async () => {
  const { service, clock } = fixture();
  const home = fixture().newAccount();
  const abroad = new Account(service, home.scope.accountId, "us-east-1");
  const places = [home, abroad, fixture().newAccount()];
  const [logGroupName, logStreamName] = ["/aws/lambda/same", "stream"];
  for (const [index, place] of places.entries()) {
    await place.makeStream(logGroupName, logStreamName);
    const logEvents = [{ timestamp: clock.nowMs(), message: `line of ${index}` }];
    await place.call("PutLogEvents", { logGroupName, logStreamName, logEvents });
  }
  const lines = async (place: Account): Promise<readonly (string | undefined)[] | undefined> =>
    (await place.call("FilterLogEvents", { logGroupName })).events?.map(({ message }) => message);
  for (const [index, place] of places.entries()) {
    assert.deepEqual(await lines(place), [`line of ${index}`]);
    const { logGroups } = await place.call("DescribeLogGroups", {});
    const { region, accountId } = place.scope;
    assert.deepEqual(
      logGroups?.map(({ logGroupArn }) => logGroupArn),
      [`arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`],
    );
  }
  await home.call("DeleteLogGroup", { logGroupName });
  assert.deepEqual((await home.call("DescribeLogGroups", {})).logGroups, []);
  for (const [index, place] of places.entries())
    if (place !== home) assert.deepEqual(await lines(place), [`line of ${index}`]);
});
