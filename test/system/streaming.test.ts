// Responses that stream from real runtimes through the real server to the unmodified SDK.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCompleteEvent,
  type LambdaClient,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { functionLog } from "./function-log.ts";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { BOOTSTRAP, NODE } from "./streaming-functions.ts";

const NODES: readonly Runtime[] = ["nodejs22.x", "nodejs24.x"];
const BYTES_MAX = 6_291_556;

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
  const files = { "index.js": NODE };
  for (const Runtime of NODES) {
    const FunctionName = nameOf(Runtime);
    await createFunction(client, { FunctionName, Runtime, Handler: "index.handler", Timeout: 20, files });
    const Handler = "index.buffered";
    await createFunction(client, { FunctionName: `${FunctionName}-buffered`, Runtime, Handler, files });
    const hasty = { FunctionName: `${FunctionName}-hasty`, Runtime, Handler: "index.handler", Timeout: 1, files };
    await createFunction(client, hasty);
  }
  const bootstrap = { content: BOOTSTRAP, mode: 0o755 };
  const custom = { FunctionName: "custom", Runtime: "provided.al2023", Handler: "x", files: { bootstrap } } as const;
  await createFunction(client, custom);
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

function nameOf(runtime: Runtime): string {
  return runtime.replace(".x", "");
}

interface Read {
  readonly text: string;
  readonly pieces: number;
  readonly end: InvokeWithResponseStreamCompleteEvent;
  readonly log: string;
}

async function stream(FunctionName: string, event: object, LogType?: "Tail"): Promise<Read> {
  const Payload = JSON.stringify(event);
  const { EventStream } = await client.send(
    new InvokeWithResponseStreamCommand({ FunctionName, Payload, ...(LogType === undefined ? {} : { LogType }) }),
  );
  assert.ok(EventStream);
  const pieces: Uint8Array[] = [];
  const ends: InvokeWithResponseStreamCompleteEvent[] = [];
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    assert.equal(ends.length, 0, "nothing comes after the end");
    if (PayloadChunk?.Payload !== undefined) pieces.push(PayloadChunk.Payload);
    if (InvokeComplete !== undefined) ends.push(InvokeComplete);
  }
  const [end] = ends;
  assert.ok(end, "the end is told");
  const log = Buffer.from(end.LogResult ?? "", "base64").toString();
  return { text: Buffer.concat(pieces).toString(), pieces: pieces.length, end, log };
}

async function invoke(FunctionName: string, event: object): Promise<{ text: string; error: string | undefined }> {
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  return { text: Buffer.from(answer.Payload ?? []).toString(), error: answer.FunctionError };
}

for (const runtime of NODES)
  describe(`a handler that streams, on ${runtime}`, () => {
    const name = nameOf(runtime);

    it("is read piece by piece, with its log", async () => {
      const { text, pieces, end, log } = await stream(name, { act: "text" }, "Tail");
      assert.equal(text, "one two three");
      assert.ok(pieces >= 2, "it was not collected");
      assert.deepEqual([end.ErrorCode, end.ErrorDetails], [undefined, undefined]);
      assert.match(log, /^START RequestId: .*handling text .*END RequestId: .*REPORT RequestId: .*Max Memory Used/s);
    });

    it("puts metadata for HTTP ahead of its body", async () => {
      const { text, end } = await stream(name, { act: "http" });
      assert.equal(text, `{"statusCode":201,"headers":{"x-a":"b"},"cookies":["c=d"]}${"\0".repeat(8)}created`);
      assert.deepEqual(end, {});
    });

    it("fails in mid-stream", async () => {
      const { text, end, log } = await stream(name, { act: "throws" }, "Tail");
      assert.equal(text, "half");
      assert.equal(end.ErrorCode, "TypeError");
      const details = JSON.parse(end.ErrorDetails ?? "") as Record<string, unknown>;
      assert.deepEqual([details["errorType"], details["errorMessage"]], ["TypeError", "no good"]);
      assert.match(log, /ERROR\tInvoke Error \t.*TypeError.*REPORT/s);
    });

    it("fails before it has written anything", async () => {
      const { text, end } = await stream(name, { act: "throwsAtOnce" });
      assert.equal(text, "");
      assert.equal(end.ErrorCode, "TypeError");
    });

    it("exits in mid-stream, and serves again", async () => {
      const { text, end } = await stream(name, { act: "exits" });
      assert.equal(text, "half");
      assert.equal(end.ErrorCode, "Runtime.ExitError");
      assert.match(end.ErrorDetails ?? "", /Runtime exited with error: exit status 3/);
      assert.equal((await stream(name, { act: "text" })).text, "one two three");
    });

    it("runs out of time in mid-stream", async () => {
      const { text, end, log } = await stream(`${name}-hasty`, { act: "hangs" }, "Tail");
      assert.equal(text, "half");
      assert.equal(end.ErrorCode, "Sandbox.Timedout");
      assert.match(end.ErrorDetails ?? "", /Task timed out after 1\.00 seconds/);
      assert.match(log, /\tStatus: timeout/);
    });

    it("is collected for Invoke, up to 6 MB", async () => {
      assert.deepEqual(await invoke(name, { act: "text" }), { text: "one two three", error: undefined });
      const failed = await invoke(name, { act: "throws" });
      assert.equal(failed.error, "Unhandled");
      assert.match(failed.text, /"errorType":"TypeError","errorMessage":"no good"/);
      assert.equal((await invoke(name, { act: "much", mib: 6 })).text.length, 6 * 1_048_576);
      const large = await invoke(name, { act: "much", mib: 7 });
      assert.equal(large.error, "Unhandled");
      assert.match(large.text, new RegExp(`Function\\.ResponseSizeTooLarge|\\(${BYTES_MAX} bytes\\)`));
    });

    it("sends more than Invoke could", async () => {
      const { text, end } = await stream(name, { act: "much", mib: 7 });
      assert.equal(text.length, 7 * 1_048_576);
      assert.deepEqual(end, {});
    });

    it("is streamed although it does not stream", async () => {
      const { text, end } = await stream(`${name}-buffered`, { a: 1 });
      assert.equal(text, '{"got":{"a":1}}');
      assert.deepEqual(end, {});
      const failed = await stream(`${name}-buffered`, { act: "throws" });
      assert.match(failed.text, /"errorType":"TypeError"/);
      assert.equal(failed.end.ErrorCode, "TypeError");
      assert.equal(failed.end.ErrorDetails, failed.text);
    });
  });

it("a custom runtime streams, fails in its trailers, and breaks off", async () => {
  assert.deepEqual((await stream("custom", {})).text, "data: ab");
  const failed = await stream("custom", { act: "fails" });
  assert.deepEqual([failed.text, failed.end.ErrorCode], ["data: ab", "Custom.Oops"]);
  assert.deepEqual(JSON.parse(failed.end.ErrorDetails ?? ""), { errorType: "Custom.Oops", errorMessage: "on purpose" });
  const broken = await stream("custom", { act: "breaks" });
  assert.deepEqual([broken.text, broken.end.ErrorCode], ["data: ab", "Runtime.TruncatedResponse"]);
  assert.equal((await stream("custom", {})).text, "data: ab");
});

it("a client that goes away does not stop the function", async () => {
  const leaving = new AbortController();
  const Payload = JSON.stringify({ act: "much", mib: 7 });
  const command = new InvokeWithResponseStreamCommand({ FunctionName: "nodejs22", Payload });
  const { EventStream, $metadata } = await client.send(command, { abortSignal: leaving.signal });
  assert.ok(EventStream);
  const events = EventStream[Symbol.asyncIterator]();
  assert.ok((await events.next()).value?.PayloadChunk);
  leaving.abort();
  await events.return?.();
  const last = new RegExp(`${$metadata.requestId}.*all 7 written`);
  const lines = await functionLog(hearth.endpoint, "nodejs22", last);
  assert.equal(lines.filter((line) => last.test(line)).length, 1);
});

it("on the wire, the content type is that of the event stream, and the function's own travels beside it", async () => {
  const url = `${hearth.endpoint}/2021-11-15/functions/nodejs22/response-streaming-invocations`;
  const response = await fetch(url, { method: "POST", body: '{"act":"http"}' });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/vnd.amazon.eventstream");
  const type = "application/vnd.awslambda.http-integration-response";
  assert.equal(response.headers.get("x-amzn-remapped-content-type"), type);
  assert.equal(response.headers.get("x-amz-executed-version"), "$LATEST");
  assert.equal(response.headers.get("transfer-encoding"), "chunked");
  await response.arrayBuffer();
});
