import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AwsError } from "./operation.ts";
import type { Request } from "./testing/rehearsal.ts";
import { FORM, INVOKE, Rehearsal, target } from "./testing/rehearsal.ts";

const stage = new Rehearsal({
  lambda: ["Invoke", "CreateFunction", "ListTags"],
  logs: ["CreateLogGroup", "PutLogEvents"],
  sts: ["GetCallerIdentity"],
  sqs: ["SendMessageBatch", "GetQueueUrl"],
});

describe("answers", () => {
  test("of Invoke have Lambda's headers", async () => {
    stage.play({
      output: {
        StatusCode: 200,
        FunctionError: "Unhandled",
        ExecutedVersion: "$LATEST",
        LogResult: "bG9n",
        Payload: Buffer.from("{}"),
      },
    });
    const { status, headers, text } = await stage.send("POST", INVOKE);
    assert.equal(status, 200);
    assert.equal(text, "{}");
    assert.deepEqual(Object.keys(headers), [
      "x-amzn-RequestId",
      "Content-Type",
      "X-Amz-Function-Error",
      "X-Amz-Log-Result",
      "X-Amz-Executed-Version",
    ]);
    assert.equal(headers["Content-Type"], "application/json");
  });

  test("of asynchronous Invoke are empty", async () => {
    stage.play({ output: { StatusCode: 202 } });
    const { status, headers, text } = await stage.send("POST", INVOKE);
    assert.deepEqual([status, text, headers["Content-Type"]], [202, "", undefined]);
  });

  test("never let a value end a header", async () => {
    stage.play({ output: { StatusCode: 200, ExecutedVersion: "1\r\nSet-Cookie: a=b" } });
    const { headers } = await stage.send("POST", INVOKE);
    assert.equal(headers["X-Amz-Executed-Version"], "1Set-Cookie: a=b");
  });
});

describe("answers to errors", () => {
  test("to modelled errors have the model's status and casing", async () => {
    stage.play({ failure: new AwsError("ResourceNotFoundException", "Function not found: x") });
    const { status, headers, text } = await stage.send("POST", INVOKE);
    assert.deepEqual(
      [status, headers["x-amzn-ErrorType"], text],
      [404, "ResourceNotFoundException", '{"Type":"User","Message":"Function not found: x"}'],
    );
    const throttled = { members: { Reason: "ConcurrentInvocationLimitExceeded", retryAfterSeconds: "1" } };
    stage.play({ failure: new AwsError("TooManyRequestsException", "Rate Exceeded.", throttled) });
    const second = await stage.send("POST", INVOKE);
    assert.equal(second.status, 429);
    assert.equal(second.headers["Retry-After"], "1");
    assert.deepEqual(JSON.parse(second.text), {
      Type: "User",
      message: "Rate Exceeded.",
      Reason: "ConcurrentInvocationLimitExceeded",
    });
  });

  test("to errors of query-compatible services name the old code", async () => {
    stage.play({ failure: new AwsError("QueueDoesNotExist", "The specified queue does not exist.") });
    const json = await stage.send("POST", "/", target("AmazonSQS.GetQueueUrl"), '{"QueueName":"q"}');
    assert.equal(json.headers["x-amzn-query-error"], "AWS.SimpleQueueService.NonExistentQueue;Sender");
    const query = await stage.send("POST", "/", FORM, "Action=GetQueueUrl&QueueName=q&Version=2012-11-05");
    assert.match(query.text, /<Error><Type>Sender<\/Type><Code>AWS.SimpleQueueService.NonExistentQueue<\/Code>/);
    assert.equal(query.status, 400);
  });

  test("to what no handler should throw are a 500 and a report", async () => {
    const cause = new TypeError("x is not a function");
    const cases: readonly (readonly [Request, RegExp])[] = [
      [["POST", INVOKE], /"Type":"Service","Message":"The request processing has failed/],
      [["POST", "/", target("Logs_20140328.CreateLogGroup"), '{"logGroupName":"g"}'], /"__type":"InternalFailure"/],
      [
        ["POST", "/", FORM, "Action=GetCallerIdentity&Version=2011-06-15"],
        /<Type>Receiver<\/Type><Code>InternalFailure<\/Code>/,
      ],
    ];
    for (const [request, code] of cases) {
      stage.play({ failure: cause });
      const answer = await stage.send(...request);
      assert.equal(answer.status, 500);
      assert.match(answer.text, code);
      assert.doesNotMatch(answer.text, /not a function/);
      assert.deepEqual(stage.failures, [cause]);
    }
  });

  test("to outputs that cannot be written are a 500 and a report", async () => {
    stage.play({
      output: {
        StatusCode: 200,
        get Payload(): never {
          throw new Error("no payload");
        },
      },
    });
    assert.equal((await stage.send("POST", INVOKE)).status, 500);
    assert.equal(stage.failures.length, 1);
  });
});
