import assert from "node:assert/strict";
import type { LambdaModel } from "../../src/wire/index.ts";
import type { Account, ControlPlaneFixture } from "./lambda-fixture.ts";

export type Input = Partial<LambdaModel.CreateEventSourceMappingRequest>;
export type Output = LambdaModel.EventSourceMappingConfiguration;

export const QUEUE = "arn:aws:sqs:eu-west-1:000000000000:queue";
export const STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/s";
export const TABLE = "arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/2026-01-01T00:00:00.000";
export const CLUSTER = "arn:aws:kafka:eu-west-1:000000000000:cluster/c/u-1";
export const BROKER = "arn:aws:mq:eu-west-1:000000000000:broker:b:b-1";
export const DOCUMENTS = "arn:aws:rds:eu-west-1:000000000000:cluster:docs";
export const ACCESS: readonly LambdaModel.SourceAccessConfiguration[] = [
  { Type: "BASIC_AUTH", URI: "arn:aws:secretsmanager:eu-west-1:000000000000:secret:s" },
];
export const FAILURES: LambdaModel.DestinationConfig = {
  OnFailure: { Destination: "arn:aws:sqs:eu-west-1:000000000000:failed" },
};
export const POSITION: Input = { StartingPosition: "TRIM_HORIZON" };

export async function accountWithFunction(fixture: ControlPlaneFixture): Promise<Account> {
  const account = fixture.newAccount();
  await account.createActive("f");
  return account;
}

export async function map(account: Account, input: Input): Promise<Output & { UUID: string }> {
  const made = await account.call("CreateEventSourceMapping", { FunctionName: "f", ...input });
  assert.ok(made.UUID);
  return { ...made, UUID: made.UUID };
}

export async function read(account: Account, UUID: string): Promise<Output> {
  return account.call("GetEventSourceMapping", { UUID });
}
