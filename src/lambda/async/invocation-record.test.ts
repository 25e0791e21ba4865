import assert from "node:assert/strict";
import { test } from "node:test";
import { deadLetterReason, invocationRecord, type Recorded } from "./invocation-record.ts";

const RECORDED: Recorded = {
  requestId: "e0a4b0e5-b7a2-4b0e-8d67-9b1f6f2b7a11",
  functionArn: "arn:aws:lambda:eu-west-1:000000000001:function:f:$LATEST",
  condition: "Success",
  attempts: 1,
  nowMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  event: Buffer.from('{"big": 12345678901234567890, "e": 1e3}'),
  answer: { statusCode: 200, executedVersion: "$LATEST", functionError: null, payload: '{"ok": 1.0}' },
};

test("the record of a success, with both payloads as they came", () => {
  assert.equal(
    invocationRecord(RECORDED),
    '{"version":"1.0","timestamp":"2026-01-02T03:04:05.006Z","requestContext":{"requestId":"e0a4b0e5-b7a2-4b0e-8d67-9b1f6f2b7a11",' +
      '"functionArn":"arn:aws:lambda:eu-west-1:000000000001:function:f:$LATEST","condition":"Success","approximateInvokeCount":1},' +
      '"requestPayload":{"big": 12345678901234567890, "e": 1e3},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},' +
      '"responsePayload":{"ok": 1.0}}',
  );
});

test("the record of a failure names the error", () => {
  const payload = '{"errorMessage":"no","errorType":"E"}';
  const answer = { statusCode: 200, executedVersion: "3", functionError: "Unhandled", payload };
  const record: unknown = JSON.parse(
    invocationRecord({ ...RECORDED, condition: "RetriesExhausted", attempts: 3, answer }),
  );
  assert.partialDeepStrictEqual(record, {
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
    responseContext: { statusCode: 200, executedVersion: "3", functionError: "Unhandled" },
    responsePayload: { errorMessage: "no", errorType: "E" },
  });
});

function parsed(text: string): object {
  return JSON.parse(text) as object;
}

test("a record without answer, without payloads, and of an answer that is no JSON", () => {
  const none = parsed(invocationRecord({ ...RECORDED, condition: "EventAgeExceeded", attempts: 0, answer: undefined }));
  assert.deepEqual(Object.keys(none), ["version", "timestamp", "requestContext", "requestPayload"]);
  assert.deepEqual(Object.keys(parsed(invocationRecord(RECORDED, false))).at(-1), "responseContext");
  const odd = { statusCode: 200, executedVersion: "1", functionError: null, payload: "<html>" };
  assert.partialDeepStrictEqual(parsed(invocationRecord({ ...RECORDED, answer: odd })), { responsePayload: "<html>" });
});

test("a dead letter says why, in a kilobyte", () => {
  const answer = { statusCode: 200, executedVersion: "1", functionError: "Unhandled" };
  const reason = (payload: string | null): [number, string] => {
    const { errorCode, errorMessage } = deadLetterReason({ ...answer, payload });
    return [errorCode, errorMessage];
  };
  assert.deepEqual(reason('{"errorMessage":"no"}'), [200, "no"]);
  assert.deepEqual(reason("plain"), [200, "plain"]);
  assert.deepEqual(reason(null), [200, "Unknown"]);
  assert.deepEqual(reason(JSON.stringify({ errorMessage: "é".repeat(2_000) }))[1], "é".repeat(512));
  assert.deepEqual(reason(JSON.stringify({ errorMessage: `x${"é".repeat(2_000)}` }))[1], `x${"é".repeat(511)}`);
  assert.deepEqual(deadLetterReason(undefined), { errorCode: 500, errorMessage: "The event was not processed." });
});
