// Events through the stock AWS CLI and SDK: accepted at once, done by the real function, and told to their destination.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { scheduler } from "node:timers/promises";
import {
  InvokeAsyncCommand,
  InvokeCommand,
  type InvokeCommandOutput,
  type LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const SOURCE = `
const { appendFileSync } = require("node:fs");
exports.handler = async (event, context) => {
  console.log("trace " + process.env._X_AMZN_TRACE_ID);
  await fetch(event.url ?? event.requestPayload.url, { method: "POST", body: JSON.stringify({ event, id: context.awsRequestId, name: context.functionName }) });
  if (event.fail) throw new TypeError("as asked");
  return "done";
};
`;

interface Told {
  readonly event: Record<string, unknown>;
  readonly id: string;
  readonly name: string;
}

let hearth: HearthProcess;
let client: LambdaClient;
let aws: AwsCli;
/** What functions tell, and objects that are put: both come by HTTP. */
let listener: Server;
let url: string;
const told: Told[] = [];
const objects: { path: string; body: string }[] = [];

before(async () => {
  listener = createServer((request, response) => {
    void listen(request).finally(() => response.end());
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  hearth = await HearthProcess.start({
    flags: ["--tier", "process", "--s3-endpoint", url],
    environment: { HEARTH_TEST_RETRY_MS: "200", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" },
  });
  client = lambdaClient(hearth.endpoint);
  aws = new AwsCli(hearth.endpoint);
  for (const FunctionName of ["worker", "listener"])
    await createFunction(client, {
      FunctionName,
      files: { "index.js": SOURCE },
      Runtime: "nodejs22.x",
      Handler: "index.handler",
    });
});

after(async () => {
  client.destroy();
  await hearth.dispose();
  listener.close();
});

async function listen(request: IncomingMessage): Promise<void> {
  const body = await text(request);
  if (request.method === "PUT") objects.push({ path: new URL(request.url ?? "", url).pathname, body });
  else told.push(JSON.parse(body) as Told);
}

async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let turn = 0; ; turn++) {
    const found = await find();
    if (found !== undefined) return found;
    assert.ok(turn < 1_500, `it did not come; the server says: ${hearth.output}`);
    await scheduler.wait(20);
  }
}

function destination(name: "OnFailure" | "OnSuccess", Destination: string): object {
  return { [name]: { Destination } };
}

function putDestinations(FunctionName: string, DestinationConfig: object): Promise<unknown> {
  return client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }));
}

function invoke(FunctionName: string, content: object): Promise<InvokeCommandOutput> {
  return client.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: event(content) }));
}

function event(content: object): Buffer {
  return Buffer.from(JSON.stringify({ url, ...content }));
}

test("the SDK is answered 202 with nothing else, and the function gets the event with that request id", async () => {
  const answer = await invoke("worker", { n: 1 });
  assert.equal(answer.StatusCode, 202);
  assert.equal(answer.Payload?.byteLength ?? 0, 0);
  assert.deepEqual([answer.ExecutedVersion, answer.FunctionError, answer.LogResult], [undefined, undefined, undefined]);
  const { id } = await until(() => told.find((each) => each.event["n"] === 1));
  assert.equal(id, answer.$metadata.requestId);
});

test("the old operation is answered with its status", async () => {
  // The SDK of today still has it, marked as deprecated.
  const answer = await client.send(new InvokeAsyncCommand({ FunctionName: "worker", InvokeArgs: event({ n: 2 }) }));
  assert.equal(answer.Status, 202);
  await until(() => told.find((each) => each.event["n"] === 2));
});

test("the AWS CLI sends events, and is told what is too large", async () => {
  const accepted = await aws.run(
    ..."lambda invoke --function-name worker --invocation-type Event --cli-binary-format raw-in-base64-out".split(" "),
    "--payload",
    event({ n: 3 }).toString(),
    "/dev/null",
  );
  assert.equal(accepted.status, 0, accepted.stderr);
  assert.equal((JSON.parse(accepted.stdout) as { StatusCode: number }).StatusCode, 202);
  await until(() => told.find((each) => each.event["n"] === 3));
  const Payload = event({ text: "x".repeat(1_048_576) });
  const large = client.send(new InvokeCommand({ FunctionName: "worker", InvocationType: "Event", Payload }));
  await assert.rejects(large, { name: "RequestTooLargeException" });
});

test("a function that fails is done three times, and its record goes to a bucket and to a function", async () => {
  await putDestinations("worker", destination("OnFailure", "arn:aws:s3:::records"));
  const { $metadata } = await invoke("worker", { n: 4, fail: true });
  const { path, body } = await until(() => objects[0]);
  assert.match(path, /^\/records\/aws\/lambda\/async\/worker\/\d{4}\/\d\d\/\d\d\/[-\dT.]{19}-[-0-9a-f]{36}$/);
  assert.partialDeepStrictEqual(JSON.parse(body) as object, {
    requestContext: { requestId: $metadata.requestId, condition: "RetriesExhausted", approximateInvokeCount: 3 },
    requestPayload: { n: 4 },
    responsePayload: { errorType: "TypeError", errorMessage: "as asked" },
  });
  const ids = told.filter((each) => each.event["n"] === 4).map(({ id }) => id);
  assert.deepEqual(
    ids,
    Array.from({ length: 3 }, () => $metadata.requestId),
  );

  await putDestinations("worker", destination("OnSuccess", "arn:aws:lambda:us-east-1:000000000000:function:listener"));
  await invoke("worker", { n: 5 });
  const record = await until(() => told.find(({ name }) => name === "listener"));
  assert.partialDeepStrictEqual(record.event, { requestContext: { condition: "Success" }, responsePayload: "done" });
});

test("the record of a failure goes to a queue, and the event to the dead-letter queue with what went wrong", async () => {
  const sqs = new SQSClient({
    endpoint: hearth.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const arn = "arn:aws:sqs:us-east-1:000000000000";
  const urls = await Promise.all(
    ["records", "dead"].map(async (QueueName) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl),
  );
  await createFunction(client, {
    FunctionName: "failing",
    files: { "index.js": SOURCE },
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    DeadLetterConfig: { TargetArn: `${arn}:dead` },
  });
  await putDestinations("failing", destination("OnFailure", `${arn}:records`));
  const { $metadata } = await invoke("failing", { n: 6, fail: true });
  const [record, letter] = await Promise.all(
    urls.map((QueueUrl) =>
      until(async () => {
        const input = { QueueUrl, WaitTimeSeconds: 5, MessageAttributeNames: ["All"] };
        return (await sqs.send(new ReceiveMessageCommand(input))).Messages?.[0];
      }),
    ),
  );
  sqs.destroy();
  assert.partialDeepStrictEqual(JSON.parse(record?.Body ?? "") as object, {
    requestContext: { requestId: $metadata.requestId, condition: "RetriesExhausted" },
    requestPayload: { n: 6 },
  });
  assert.equal(letter?.Body, event({ n: 6, fail: true }).toString());
  const { RequestID, ErrorCode, ErrorMessage } = letter?.MessageAttributes ?? {};
  assert.deepEqual(
    [RequestID, ErrorCode, ErrorMessage].map((attribute) => [attribute?.DataType, attribute?.StringValue]),
    [
      ["String", $metadata.requestId],
      ["Number", "200"],
      ["String", "as asked"],
    ],
  );
});
