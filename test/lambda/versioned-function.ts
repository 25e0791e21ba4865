import type { Account } from "./lambda-fixture.ts";

/** Publishes a version of a function whose description is changed first, so that it is a new one. */
export async function publishChanged(account: Account, FunctionName: string, input: object = {}): Promise<string> {
  const Description = `change ${account.nextNumber()}`;
  await account.call("UpdateFunctionConfiguration", { FunctionName, Description, ...input });
  await account.settled(FunctionName);
  return String((await account.call("PublishVersion", { FunctionName })).Version);
}

const made = new WeakMap<Account, Promise<void>>();

/**
 * The function `v` with versions 1 and 2, 3 with another role, 4 with a dead-letter queue, and the aliases `one` of
 * version 1 and `split` of versions 2 and 1.
 */
export function versioned(account: Account): Promise<void> {
  const known = made.get(account) ?? make(account);
  made.set(account, known);
  return known;
}

async function make(account: Account): Promise<void> {
  const FunctionName = "v";
  const former = await account.createActive(FunctionName);
  await publishChanged(account, FunctionName);
  await publishChanged(account, FunctionName);
  await publishChanged(account, FunctionName, { Role: "arn:aws:iam::000000000000:role/other" });
  await publishChanged(account, FunctionName, {
    Role: former.Role,
    DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-1:000000000000:dead" },
  });
  await account.call("CreateAlias", { FunctionName, Name: "one", FunctionVersion: "1" });
  await account.call("CreateAlias", {
    FunctionName,
    Name: "split",
    FunctionVersion: "2",
    RoutingConfig: { AdditionalVersionWeights: { "1": 0.5 } },
  });
}
