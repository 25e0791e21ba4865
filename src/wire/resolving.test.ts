import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Request } from "./testing/rehearsal.ts";
import { FORM, INVOKE, Rehearsal, scoped, target } from "./testing/rehearsal.ts";

const stage = new Rehearsal({
  lambda: ["Invoke", "CreateFunction", "ListTags"],
  logs: ["CreateLogGroup", "PutLogEvents"],
  sts: ["GetCallerIdentity"],
  sqs: ["SendMessageBatch", "GetQueueUrl"],
});

const found: readonly (readonly [string, Request])[] = [
  ["an unsigned Lambda path", ["POST", INVOKE]],
  ["a Lambda path with a form's content type", ["POST", INVOKE, FORM, "a=b"]],
  [
    "a slash at the end",
    [
      "POST",
      "/2015-03-31/functions/",
      { "content-type": "application/json" },
      '{"FunctionName":"f","Role":"arn:aws:iam::000000000000:role/x","Code":{}}',
    ],
  ],
  ["a target", ["POST", "/", target("Logs_20140328.CreateLogGroup"), '{"logGroupName":"g"}']],
  ["an action in the form", ["POST", "/", FORM, "Action=GetCallerIdentity&Version=2011-06-15"]],
  ["an action in the URL", ["GET", "/?Action=GetCallerIdentity&Version=2011-06-15"]],
  ["the address of a queue", ["POST", "/000000000000/q.fifo", FORM, "Action=GetQueueUrl&QueueName=q"]],
  ["the address of a queue in the URL", ["GET", "/000000000000/q?Action=GetQueueUrl&QueueName=q&Version=2012-11-05"]],
  ["an ARN with escapes", ["GET", "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af"]],
];

const lost: readonly (readonly [string, Request, number, RegExp])[] = [
  ["an unknown path", ["GET", "/nowhere"], 404, /"No service here has an operation for GET \/nowhere/],
  [
    "an unknown path of a known service",
    ["GET", "/nowhere", scoped("lambda")],
    404,
    /"AWS Lambda has no operation for GET \/nowhere\."/,
  ],
  [
    "another service",
    ["POST", "/", { ...scoped("dynamodb"), ...target("DynamoDB_20120810.PutItem") }, "{}"],
    501,
    /"__type":"NotImplementedException","message":"The service \\"dynamodb\\" is not here \(asked for DynamoDB_20120810.PutItem\)/,
  ],
  [
    "another Query service",
    ["POST", "/", { ...FORM, ...scoped("iam") }, "Action=ListUsers&Version=2010-05-08"],
    501,
    /<Code>NotImplementedException<\/Code><Message>The service &quot;iam&quot; is not here \(asked for ListUsers\)/,
  ],
  [
    "S3",
    ["GET", "/bucket/key", scoped("s3")],
    501,
    /^<ErrorResponse.*<Message>The service &quot;s3&quot; is not here \(asked for GET \/bucket\/key\)/,
  ],
  [
    "an unknown action",
    ["POST", "/", FORM, "Action=GetFoo&Version=2011-06-15"],
    400,
    /<Code>InvalidAction<\/Code><Message>Could not find operation GetFoo for version 2011-06-15/,
  ],
  ["no action", ["POST", "/", { ...FORM, ...scoped("sts") }, "Version=2011-06-15"], 400, /<Code>MissingAction<\/Code>/],
  [
    "an unknown target",
    ["POST", "/", target("Logs_20140328.Foo"), "{}"],
    404,
    /"__type":"UnknownOperationException","message":"Amazon CloudWatch Logs has no operation for Logs_20140328.Foo\."/,
  ],
  [
    "a target of another service",
    ["POST", "/", { ...scoped("logs"), ...target("AmazonSQS.SendMessage") }, "{}"],
    404,
    /UnknownOperationException/,
  ],
  ["no target", ["POST", "/", scoped("logs"), "{}"], 404, /UnknownOperationException/],
  [
    "an operation without handler",
    ["GET", "/2015-03-31/functions"],
    501,
    /"AWS Lambda: the operation ListFunctions is not implemented by Hearth yet\."/,
  ],
  ["a name of Object's", ["POST", "/", target("Logs_20140328.constructor"), "{}"], 404, /UnknownOperationException/],
];

describe("finding the operation", () => {
  for (const [what, request] of found)
    test(`works by ${what}`, async () => {
      stage.play({ output: {} });
      const answer = await stage.send(...request);
      assert.ok(stage.wasReached, answer.text);
      assert.ok(answer.status < 300, answer.text);
      assert.match(answer.headers["x-amzn-RequestId"] ?? "", /^[0-9a-f-]{36}$/);
      assert.equal(answer.headers["x-amzn-RequestId"], stage.context.requestId);
    });

  for (const [what, request, status, text] of lost)
    test(`fails readably with ${what}`, async () => {
      stage.play({});
      const answer = await stage.send(...request);
      assert.match(answer.text, text);
      assert.equal(answer.status, status);
      assert.ok(!stage.wasReached);
    });

  test("takes the address of a queue for its URL, unless the request names one", async () => {
    stage.play({ output: {} });
    const send = async (url: string, body: string): Promise<unknown> => {
      await stage.send("POST", url, { ...FORM, ...scoped("sqs") }, `Action=SendMessageBatch&${body}`);
      return Reflect.get(stage.input, "QueueUrl");
    };
    assert.equal(await send("/000000000000/q.fifo", "Version=2012-11-05"), "/000000000000/q.fifo");
    assert.equal(await send("/000000000000/q", "QueueUrl=http%3A%2F%2Fhost%2F1%2Fother"), "http://host/1/other");
  });

  test("takes account and region from the credential scope", async () => {
    stage.play({ output: {} });
    await stage.send("POST", INVOKE, { ...scoped("lambda", "123456789012"), host: "localhost:4566" });
    assert.deepEqual(stage.context.scope, { accountId: "123456789012", region: "eu-central-1" });
    assert.equal(stage.context.caller.arn, "arn:aws:iam::123456789012:root");
    assert.equal(stage.context.origin, "http://localhost:4566");
    await stage.send("POST", INVOKE, { ...scoped("lambda", "test", "nonsense"), host: "a/b" });
    assert.deepEqual(stage.context.scope, { accountId: "000000000000", region: "us-east-1" });
    assert.equal(stage.context.origin, "http://localhost");
  });
});
