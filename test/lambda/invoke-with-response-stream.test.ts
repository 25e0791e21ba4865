// What InvokeWithResponseStream makes of the data plane's answer.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { InvokeError } from "../../src/invoke/index.ts";
import { AwsError, type LambdaModel } from "../../src/wire/index.ts";
import { type Account, ControlPlaneFixture } from "./lambda-fixture.ts";
import type { RecordingInvoker } from "./recording-invoker.ts";

let fixture: ControlPlaneFixture;
let account: Account;
let invoker: RecordingInvoker;

before(async () => {
  fixture = await ControlPlaneFixture.open();
  account = fixture.newAccount();
  invoker = fixture.invoker;
  await account.createActive("f");
});

after(() => fixture.dispose());

type Events = AsyncIterable<LambdaModel.InvokeWithResponseStreamResponseEvent>;

async function* none(): Events {
  // Nothing comes.
}

async function readAll(events: Events = none()): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const { PayloadChunk, InvokeComplete } of events)
    read.push(PayloadChunk === undefined ? InvokeComplete : Buffer.from(PayloadChunk.Payload ?? []).toString());
  return read;
}

it("the pieces are events, and one more tells the end", async () => {
  const { EventStream, ...rest } = await account.call("InvokeWithResponseStream", { FunctionName: "f:$LATEST" });
  assert.deepEqual(rest, { StatusCode: 200, ExecutedVersion: "$LATEST", ResponseStreamContentType: "text/plain" });
  assert.deepEqual(await readAll(EventStream), ["a", "b", {}]);
  assert.equal(invoker.invoked.at(-1)?.request.invokedFunctionArn, `${account.arn("f")}:$LATEST`);
});

it("the end carries what failed and the log", async () => {
  const failure = { code: "Sandbox.Timedout", details: '{"errorType":"Sandbox.Timedout"}' };
  invoker.streamed = { completion: Promise.resolve({ failure, logTail: Buffer.from("START\n") }) };
  const { EventStream } = await account.call("InvokeWithResponseStream", { FunctionName: "f", LogType: "Tail" });
  assert.equal(invoker.invoked.at(-1)?.request.tail, true);
  const LogResult = Buffer.from("START\n").toString("base64");
  const last = { ErrorCode: failure.code, ErrorDetails: failure.details, LogResult };
  assert.deepEqual(await readAll(EventStream), ["a", "b", last]);
  invoker.streamed = {};
});

it("a server that stops in mid-stream ends the events with an error", async () => {
  const completion = Promise.reject(new InvokeError("stopping", "why"));
  completion.catch(() => undefined);
  invoker.streamed = { completion };
  const { EventStream } = await account.call("InvokeWithResponseStream", { FunctionName: "f" });
  await assert.rejects(readAll(EventStream), (error: unknown) => error instanceof AwsError && error.status === 503);
  invoker.streamed = {};
});

it("a dry run is checked and starts nothing", async () => {
  const count = invoker.invoked.length;
  const dry = { FunctionName: "f", InvocationType: "DryRun" } as const;
  assert.deepEqual(await account.call("InvokeWithResponseStream", dry), { StatusCode: 204 });
  const Payload = Buffer.from("{");
  const { code } = await account.failure("InvokeWithResponseStream", { ...dry, Payload });
  assert.equal(code, "InvalidRequestContentException");
  assert.equal(invoker.invoked.length, count);
});

it("what cannot begin is refused as Invoke refuses it, before anything is streamed", async () => {
  const refused = [
    await account.failure("InvokeWithResponseStream", { FunctionName: "lost" }),
    await account.failure("InvokeWithResponseStream", { FunctionName: "f", TenantId: "t" }),
    await account.failure("InvokeWithResponseStream", { FunctionName: "f", Payload: Buffer.alloc(6_291_457, "1") }),
  ];
  assert.deepEqual(
    refused.map(({ code }) => code),
    ["ResourceNotFoundException", "InvalidParameterValueException", "RequestTooLargeException"],
  );
  invoker.answer = () => Promise.reject(new InvokeError("sandbox-unavailable", "why"));
  const { message } = await account.failure("InvokeWithResponseStream", { FunctionName: "f" });
  assert.match(message, /why/);
  invoker.answer = () => Promise.resolve({});
});
