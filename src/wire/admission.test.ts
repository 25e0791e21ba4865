import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { WireHead } from "./dispatcher.ts";
import { INVOKE, Rehearsal, target } from "./testing/rehearsal.ts";

const stage = new Rehearsal({
  lambda: ["Invoke", "CreateFunction", "ListTags"],
  logs: ["CreateLogGroup", "PutLogEvents"],
  sts: ["GetCallerIdentity"],
  sqs: ["SendMessageBatch", "GetQueueUrl"],
});

interface Refusal {
  readonly bytesMax: number;
  readonly status: number;
  readonly code: string | undefined;
  readonly text: string;
}

function ask(method: string, url: string, headers: WireHead["headers"] = {}): Refusal {
  const admission = stage.dispatcher.admit({ method, url, headers });
  const answer = admission.tooLarge();
  assert.ok(answer.body instanceof Uint8Array);
  return {
    bytesMax: admission.bodyBytesMax,
    status: answer.status,
    code: answer.headers["x-amzn-ErrorType"],
    text: Buffer.from(answer.body).toString(),
  };
}

describe("admission", () => {
  test("limits invocations by their type, in Lambda's words", () => {
    const sync = ask("POST", INVOKE, { "content-length": "6291457" });
    assert.deepEqual(sync, {
      bytesMax: 6_291_456,
      status: 413,
      code: "RequestTooLargeException",
      text: '{"Type":"User","message":"6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)"}',
    });
    const event = ask("POST", INVOKE, { "content-length": "2000000", "x-amz-invocation-type": "Event" });
    assert.match(event.text, /2000000 byte payload is too large for the Event invocation type \(limit 1048576 bytes\)/);
  });

  test("limits uploads of code", () => {
    const create = ask("POST", "/2015-03-31/functions", { "content-length": "80000000" });
    assert.deepEqual(create, {
      bytesMax: 70_167_211,
      status: 413,
      code: "RequestEntityTooLargeException",
      text: '{"Type":"User","Message":"Request must be smaller than 70167211 bytes for the CreateFunction operation"}',
    });
    assert.equal(ask("PUT", "/2015-03-31/functions/f/code").bytesMax, 70_167_211);
    assert.equal(ask("POST", "/2018-10-31/layers/l/versions").bytesMax, 70_167_211);
  });

  test("leaves room for framing, and holds the limit after it", async () => {
    const headers = { "content-encoding": "aws-chunked" };
    assert.ok(stage.dispatcher.admit({ method: "POST", url: INVOKE, headers }).bodyBytesMax > 6_291_456 + 65_536);
    const size = 6_291_457;
    const framed = Buffer.concat([
      Buffer.from(`${size.toString(16)}\r\n`),
      Buffer.alloc(size, 32),
      Buffer.from("\r\n0\r\n\r\n"),
    ]);
    const answer = await stage.send("POST", INVOKE, headers, framed);
    assert.match(answer.text, /6291457 byte payload is too large/);
  });

  test("answers heads of which nothing can be told", () => {
    assert.ok(ask("POST", "/?%zz=%").bytesMax > 0);
    assert.ok(ask("BREW", "*", { authorization: "Credential=" }).bytesMax > 0);
    assert.ok(
      stage.dispatcher.admit({ method: "POST", url: "/", headers: target("Logs_20140328.PutLogEvents") })
        .bodyBytesMax >= 2_097_152,
    );
  });
});
