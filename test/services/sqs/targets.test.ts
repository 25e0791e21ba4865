import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Sender, TargetError } from "../../../src/base/index.ts";
import { useSqsService } from "./sqs-fixture.ts";

const fixture = useSqsService();

const sender: Sender = {
  principal: "sns.amazonaws.com",
  sourceArn: "arn:aws:sns:eu-west-1:000000000001:topic",
  scope: { accountId: "000000000001", region: "eu-west-1" },
  traceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:a:0",
};

describe("what other services deliver", () => {
  it("is a message like any other", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const attributes = {
      RequestID: { dataType: "String", stringValue: "r" },
      ErrorCode: { dataType: "Number", stringValue: "200" },
      Bytes: { dataType: "Binary", binaryValue: Buffer.from([0, 1]) },
    };
    const waiting = account.call("ReceiveMessage", {
      QueueUrl,
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ["AWSTraceHeader", "SenderId"],
      MessageAttributeNames: ["All"],
    });
    await fixture().settle();
    await fixture().service.sendMessage(account.arn("q"), { body: "hello", attributes }, sender);
    const { Messages: [message] = [] } = await waiting;
    assert.equal(message?.Body, "hello");
    assert.deepEqual(message.Attributes, { AWSTraceHeader: sender.traceHeader, SenderId: sender.principal });
    assert.deepEqual(message.MessageAttributes, {
      RequestID: { DataType: "String", StringValue: "r" },
      ErrorCode: { DataType: "Number", StringValue: "200" },
      Bytes: { DataType: "Binary", BinaryValue: "AAE=" },
    });
  });

  it("goes to FIFO queues with group and deduplication", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q.fifo");
    const message = { body: "x", groupId: "g", deduplicationId: "d" };
    for (let time = 0; time < 2; time++) await fixture().service.sendMessage(account.arn("q.fifo"), message, sender);
    assert.deepEqual(await account.bodies(QueueUrl), ["x"]);
  });

  it("fails for good, with the code of the service", async () => {
    const account = fixture().newAccount();
    await account.queue("q");
    await account.queue("q.fifo");
    const rows: readonly (readonly [arn: string, body: string, code: string])[] = [
      [account.arn("none"), "x", "AWS.SimpleQueueService.NonExistentQueue"],
      ["arn:aws:sqs:eu-west-2:000000000001:q", "x", "AWS.SimpleQueueService.NonExistentQueue"],
      ["nonsense", "x", "AWS.SimpleQueueService.NonExistentQueue"],
      [account.arn("q"), "x".repeat(1_048_577), "InvalidParameterValue"],
      [account.arn("q"), "\0", "InvalidMessageContents"],
      [account.arn("q"), "", "MissingParameter"],
      [account.arn("q.fifo"), "x", "MissingParameter"],
    ];
    for (const [arn, body, code] of rows)
      await assert.rejects(fixture().service.sendMessage(arn, { body }, sender), (error) => {
        assert.ok(error instanceof TargetError);
        assert.deepEqual([error.code, error.retryable], [code, false]);
        return true;
      });
  });
});
