import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { useSqsService } from "./sqs-fixture.ts";

const fixture = useSqsService();

describe("messages", () => {
  it("carry body, attributes and the digests that clients compare", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const attributes = {
      Hello: { DataType: "String", StringValue: "There" },
      General: { DataType: "String", StringValue: "Kenobi" },
      "Help.Me": { DataType: "String", StringValue: "Me" },
    };
    const sent = await account.call("SendMessage", { QueueUrl, MessageBody: "msg", MessageAttributes: attributes });
    // Digests as the service itself gives them for these values.
    assert.equal(sent.MD5OfMessageBody, "6e2baaf3b97dbeef01c0043275f9a0e7");
    assert.equal(sent.MD5OfMessageAttributes, "4c360f3fdafd970e05fae2f149d997f5");
    const filters: readonly (readonly [readonly string[], readonly string[], string | undefined])[] = [
      [[], [], undefined],
      [["All"], ["General", "Hello", "Help.Me"], "4c360f3fdafd970e05fae2f149d997f5"],
      [[".*"], ["General", "Hello", "Help.Me"], "4c360f3fdafd970e05fae2f149d997f5"],
      [["Foo", "Help"], [], undefined],
      [["Hello", "General"], ["General", "Hello"], "fca026605781cb4126a1e9044df24232"],
      [["Foo", "Hello"], ["Hello"], "a311262e065454b75da111d535b8dacd"],
      [["Hel.*"], ["Hello", "Help.Me"], "83fee93c1bcd8b9a5a923ffacdc636c7"],
    ];
    for (const [MessageAttributeNames, names, digest] of filters) {
      const { Messages: [message] = [] } = await account.call("ReceiveMessage", {
        QueueUrl,
        MessageAttributeNames,
        VisibilityTimeout: 0,
      });
      assert.deepEqual(Object.keys(message?.MessageAttributes ?? {}).toSorted(), names);
      assert.equal(message?.MD5OfMessageAttributes, digest);
      assert.equal(message?.MD5OfBody, sent.MD5OfMessageBody);
      assert.equal(message?.MessageId, sent.MessageId);
    }
  });

  it("carry binary attributes and the trace header", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const bytes = Buffer.from("traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01");
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
    const { status, body } = await account.send("SendMessage", {
      QueueUrl,
      MessageBody: "test",
      MessageAttributes: { attr1: { DataType: "Binary", BinaryValue: bytes.toString("base64") } },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } },
    });
    assert.equal(status, 200);
    const sent = body as Record<string, string>;
    assert.equal(sent["MD5OfMessageAttributes"], "8cbe4db156db8a94db8b801b7addb984");
    assert.match(sent["MD5OfMessageSystemAttributes"] ?? "", /^[0-9a-f]{32}$/);
    const { Messages: [message] = [] } = await account.call("ReceiveMessage", {
      QueueUrl,
      AttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    assert.deepEqual(message?.MessageAttributes, {
      attr1: { DataType: "Binary", BinaryValue: bytes.toString("base64") },
    });
    const now = String(fixture().clock.nowMs());
    assert.deepEqual(message.Attributes, {
      SenderId: account.accountId,
      ApproximateFirstReceiveTimestamp: now,
      ApproximateReceiveCount: "1",
      SentTimestamp: now,
      AWSTraceHeader: trace,
    });
  });

  it("answer with the system attributes that are asked for, in either way", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    await account.call("SendMessage", { QueueUrl, MessageBody: "x", MessageGroupId: "tenant" });
    const receive = async (more: object): Promise<readonly string[]> => {
      const input = { QueueUrl, VisibilityTimeout: 0, ...more };
      const { Messages: [message] = [] } = await account.call("ReceiveMessage", input);
      return Object.keys(message?.Attributes ?? {}).toSorted();
    };
    assert.deepEqual(await receive({}), []);
    assert.deepEqual(await receive({ AttributeNames: ["SenderId"] }), ["SenderId"]);
    assert.deepEqual(await receive({ MessageSystemAttributeNames: ["SentTimestamp", "MessageGroupId"] }), [
      "MessageGroupId",
      "SentTimestamp",
    ]);
  });

  it("become visible again, may be deleted by the last receipt, and are counted", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q", { VisibilityTimeout: "10" });
    for (const MessageBody of ["a", "b", "c"]) await account.call("SendMessage", { QueueUrl, MessageBody });
    await account.call("SendMessage", { QueueUrl, MessageBody: "later", DelaySeconds: 900 });
    const { Messages: [first] = [] } = await account.call("ReceiveMessage", { QueueUrl });
    const counts = async (): Promise<readonly string[]> => {
      const { Attributes = {} } = await account.call("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
      const names = ["", "NotVisible", "Delayed"].map((what) => `ApproximateNumberOfMessages${what}`);
      return names.map((name) => Attributes[name] ?? "");
    };
    assert.deepEqual(await counts(), ["2", "1", "1"]);
    await fixture().clock.advance(10_000);
    const { Messages: again = [] } = await account.call("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
    assert.deepEqual(again.map(({ Body = "" }) => Body).toSorted(), ["a", "b", "c"]);
    const stale = first?.ReceiptHandle ?? assert.fail("nothing received");
    await account.call("DeleteMessage", { QueueUrl, ReceiptHandle: stale });
    assert.deepEqual(await counts(), ["0", "3", "1"]);
    const Entries = again.map(({ ReceiptHandle = "" }, index) => ({ Id: `${index}`, ReceiptHandle }));
    const deleted = await account.call("DeleteMessageBatch", { QueueUrl, Entries });
    assert.deepEqual(deleted, { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] });
    await account.call("DeleteMessage", { QueueUrl, ReceiptHandle: Entries[0]?.ReceiptHandle ?? "" });
    assert.deepEqual(await counts(), ["0", "0", "1"]);
  });

  it("change their visibility, up to twelve hours after they were received", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    await account.call("SendMessage", { QueueUrl, MessageBody: "a" });
    const { Messages: [message] = [] } = await account.call("ReceiveMessage", { QueueUrl });
    const ReceiptHandle = message?.ReceiptHandle ?? "";
    await account.call("ChangeMessageVisibility", { QueueUrl, ReceiptHandle, VisibilityTimeout: 100 });
    await fixture().clock.advance(99_999);
    assert.deepEqual(await account.bodies(QueueUrl), []);
    const tooLong = { QueueUrl, ReceiptHandle, VisibilityTimeout: 43_200 };
    assert.equal(
      (await account.refusal("ChangeMessageVisibility", tooLong)).message,
      "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
    );
    await account.call("ChangeMessageVisibility", { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    assert.deepEqual(await account.bodies(QueueUrl), ["a"]);
    const result = await account.call("ChangeMessageVisibilityBatch", {
      QueueUrl,
      Entries: [
        { Id: "stale", ReceiptHandle, VisibilityTimeout: 1 },
        { Id: "none", ReceiptHandle },
        { Id: "nonsense", ReceiptHandle: "x", VisibilityTimeout: 1 },
      ],
    });
    assert.deepEqual(
      result.Failed.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
      [
        ["none", "MissingParameter", true],
        ["nonsense", "ReceiptHandleIsInvalid", true],
        ["stale", "InvalidParameterValue", true],
      ],
    );
  });

  it("are sent in batches, each for itself", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q", { MaximumMessageSize: "1024" });
    const result = await account.call("SendMessageBatch", {
      QueueUrl,
      Entries: [
        { Id: "fine", MessageBody: "a" },
        { Id: "delayed", MessageBody: "b", DelaySeconds: 5 },
        { Id: "late", MessageBody: "c", DelaySeconds: 901 },
        { Id: "large", MessageBody: "x".repeat(1_025) },
        { Id: "broken", MessageBody: "\u0001" },
      ],
    });
    assert.deepEqual(
      result.Successful.map(({ Id }) => Id),
      ["fine", "delayed"],
    );
    assert.equal(result.Successful[0]?.MD5OfMessageBody, "0cc175b9c0f1b6a831c399e269772661");
    assert.deepEqual(
      result.Failed.map(({ Id, Code }) => [Id, Code]),
      [
        ["late", "InvalidParameterValue"],
        ["broken", "InvalidMessageContents"],
        ["large", "InvalidParameterValue"],
      ],
    );
    assert.deepEqual(await account.bodies(QueueUrl), ["a"]);
    await fixture().clock.advance(5_000);
    assert.deepEqual(await account.bodies(QueueUrl), ["b"]);
  });

  it("may be of a mebibyte, together in a batch, and not of a byte more", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q");
    const half = "é".repeat(262_144);
    await account.call("SendMessage", { QueueUrl, MessageBody: half + half });
    const Entries = [
      { Id: "a", MessageBody: half },
      { Id: "b", MessageBody: half },
    ];
    assert.equal((await account.call("SendMessageBatch", { QueueUrl, Entries })).Successful.length, 2);
    assert.deepEqual(
      await account.refusal("SendMessageBatch", { QueueUrl, Entries: [...Entries, { Id: "c", MessageBody: "x" }] }),
      {
        status: 400,
        type: "BatchRequestTooLong",
        message: "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
        queryError: "AWS.SimpleQueueService.BatchRequestTooLong;Sender",
      },
    );
    const attributes = { a: { DataType: "String", StringValue: "x" } };
    const refusal = await account.refusal("SendMessage", {
      QueueUrl,
      MessageBody: half + half,
      MessageAttributes: attributes,
    });
    assert.equal(
      refusal.message,
      "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    );
  });

  it("are forgotten when they are too old", async () => {
    const account = fixture().newAccount();
    const QueueUrl = await account.queue("q", { MessageRetentionPeriod: "60" });
    const { service } = fixture().another();
    await service.start();
    await account.call("SendMessage", { QueueUrl, MessageBody: "a" });
    await fixture().clock.advance(61_000);
    assert.deepEqual(await account.bodies(QueueUrl), []);
    await service.stop();
  });
});
