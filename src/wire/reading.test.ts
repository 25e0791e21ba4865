import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FORM, INVOKE, Rehearsal, target } from "./testing/rehearsal.ts";

const stage = new Rehearsal({
  lambda: ["Invoke", "CreateFunction", "ListTags"],
  logs: ["CreateLogGroup", "PutLogEvents"],
  sts: ["GetCallerIdentity"],
  sqs: ["SendMessageBatch", "GetQueueUrl"],
});

describe("reading", () => {
  test("an old client's form for a JSON service", async () => {
    stage.play({ output: { Successful: [{ Id: "1", MessageId: "m", MD5OfMessageBody: "d" }], Failed: [] } });
    const form =
      "Action=SendMessageBatch&Version=2012-11-05&QueueUrl=u&SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.1.MessageBody=a+b%26" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=v" +
      "&SendMessageBatchRequestEntry.10.Id=10&SendMessageBatchRequestEntry.10.MessageBody=c&SendMessageBatchRequestEntry.2.Id=2&SendMessageBatchRequestEntry.2.MessageBody=";
    const { text } = await stage.send("POST", "/", FORM, form);
    assert.deepEqual(stage.input, {
      QueueUrl: "u",
      Entries: [
        { Id: "1", MessageBody: "a b&", MessageAttributes: { n: { DataType: "String", StringValue: "v" } } },
        { Id: "2", MessageBody: "" },
        { Id: "10", MessageBody: "c" },
      ],
    });
    assert.match(text, /<SendMessageBatchResult><SendMessageBatchResultEntry><Id>1<\/Id>/);
  });

  test("ignores what the model does not know, and nulls", async () => {
    stage.play({ output: {} });
    await stage.send(
      "POST",
      "/",
      target("Logs_20140328.CreateLogGroup"),
      '{"logGroupName":"g","kmsKeyId":null,"brandNew":{"a":[1]}}',
    );
    assert.deepEqual(stage.input, { logGroupName: "g" });
  });

  test("keeps keys named like parts of a prototype", async () => {
    stage.play({ output: {} });
    await stage.send(
      "POST",
      "/",
      target("Logs_20140328.CreateLogGroup"),
      '{"logGroupName":"g","tags":{"__proto__":"x","constructor":"y"}}',
    );
    const tags: unknown = Reflect.get(stage.input, "tags");
    assert.ok(typeof tags === "object" && tags !== null);
    assert.deepEqual(Object.entries(tags), [
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
    assert.equal(Object.getPrototypeOf(tags), Object.prototype);
  });

  test("takes aws-chunked framing off", async () => {
    stage.play({ output: {} });
    const headers = { "content-encoding": "aws-chunked", "x-amz-decoded-content-length": "2" };
    await stage.send("POST", INVOKE, headers, "2\r\n{}\r\n0\r\n\r\n");
    const payload: unknown = Reflect.get(stage.input, "Payload");
    assert.ok(payload instanceof Uint8Array);
    assert.equal(Buffer.from(payload).toString(), "{}");
    const broken = await stage.send("POST", INVOKE, headers, "3\r\n{}");
    assert.deepEqual([broken.status, broken.headers["x-amzn-ErrorType"]], [400, "SerializationException"]);
  });
});
