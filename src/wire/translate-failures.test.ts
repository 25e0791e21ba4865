import assert from "node:assert/strict";
import { test } from "node:test";
import { AwsError, type OperationContext } from "./operation.ts";
import { translateFailures } from "./translate-failures.ts";

const context: OperationContext = {
  requestId: "b3c9f2a4-6f5e-4a53-9d0e-0d5a3f1c2b11",
  scope: { accountId: "000000000000", region: "us-east-1" },
  caller: { accountId: "000000000000", arn: "arn:aws:iam::000000000000:root", userId: "root", accessKeyId: undefined },
  headers: {},
  origin: "http://localhost:4566",
  signal: new AbortController().signal,
};

const wrapper = translateFailures((failure, { requestId }) =>
  failure instanceof RangeError ? new AwsError("ThrottlingException", requestId, { cause: failure }) : failure,
);

test("An operation under the wrapper gets what it was given, and its answer is passed on", async () => {
  const operation = wrapper(async (input: number, { requestId }) => `${requestId} ${input}`);
  assert.equal(await operation(7, context), `${context.requestId} 7`);
});

test("A failure is thrown in the words of the service", async () => {
  const failure = new RangeError("full");
  const operation = wrapper(() => Promise.reject(failure));
  await assert.rejects(operation({}, context), (error) => {
    assert.ok(error instanceof AwsError);
    assert.deepEqual([error.code, error.message, error.cause], ["ThrottlingException", context.requestId, failure]);
    return true;
  });
});

test("A failure without words is passed on, also one of an operation that throws at once", async () => {
  const failure = new Error("something else");
  const operation = wrapper(() => {
    throw failure;
  });
  await assert.rejects(operation({}, context), (error) => error === failure);
});
