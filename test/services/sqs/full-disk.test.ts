import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { systemRandom, TestClock } from "../../../src/base/index.ts";
import { createSqsService } from "../../../src/services/sqs/index.ts";
import { openSqlite } from "../../../src/store/sqlite/index.ts";
import { AwsError, type OperationContext } from "../../../src/wire/index.ts";

/** 4 MB: room for some fifty messages of 64 KB. */
const PAGES_MAX = 1_000;

const scope = { accountId: "000000000000", region: "eu-west-1" };
const context: OperationContext = {
  requestId: "00000000-0000-4000-8000-000000000000",
  scope,
  caller: { accountId: scope.accountId, arn: "", userId: scope.accountId, accessKeyId: undefined },
  headers: { "x-amz-target": "AmazonSQS.SendMessage" },
  origin: "http://localhost:4566",
  signal: new AbortController().signal,
};

it("a full disk refuses messages, keeps those that were acknowledged, and takes new ones when some are gone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hearth-sqs-"));
  const clock = new TestClock();
  const stores = await openSqlite({ folder, clock, pagesMax: PAGES_MAX });
  const service = createSqsService({
    ...stores,
    clock,
    random: systemRandom,
    onFailure: (error) => assert.fail(String(error)),
  });
  const { CreateQueue, SendMessage, ReceiveMessage, DeleteMessage } = await service.handlers();
  assert.ok(CreateQueue && SendMessage && ReceiveMessage && DeleteMessage);
  await CreateQueue({ QueueName: "q" }, context);
  const QueueUrl = "http://localhost:4566/000000000000/q";
  const send = (index: number): Promise<unknown> =>
    SendMessage({ QueueUrl, MessageBody: `${index} ${"x".repeat(65_536)}` }, context);
  let sent = 0;
  await assert.rejects(
    async () => {
      for (; sent < PAGES_MAX; sent++) await send(sent);
    },
    (error) => error instanceof AwsError && error.code === "ServiceUnavailable" && error.status === 503,
  );
  assert.ok(sent > 10);
  const found: string[] = [];
  for (;;) {
    const { Messages = [] } = await ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10 }, context);
    if (Messages.length === 0) break;
    for (const { Body = "", ReceiptHandle = "" } of Messages) {
      found.push(Body.split(" ")[0] ?? "");
      await DeleteMessage({ QueueUrl, ReceiptHandle }, context);
    }
  }
  assert.deepEqual(
    found,
    Array.from({ length: sent }, (_, index) => `${index}`),
  );
  await send(sent);
  await stores.close();
  await rm(folder, { recursive: true });
});
