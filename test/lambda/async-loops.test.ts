// Functions that invoke themselves, and events that come from other rooms.
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { TargetError } from "../../src/base/index.ts";
import { FAILURE, QUEUE, recordOf, useAsyncEvents } from "./async-events.ts";

const on = useAsyncEvents();

function header(count: number): string {
  const [, lineage = ""] = /Lineage=([0-9a-f]{8}):/.exec(String(on.fixture.invoker.invoked[0]?.request.traceId)) ?? [];
  return `Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=${lineage}:${count}`;
}

describe("a loop", () => {
  beforeEach(async () => {
    await on.account.call("Invoke", { FunctionName: "f" });
    await on.configure({ DestinationConfig: { OnFailure: { Destination: QUEUE } } });
  });

  it("of requests is refused at its seventeenth turn", async () => {
    on.account.headers["x-amzn-trace-id"] = header(14);
    await on.account.call("Invoke", { FunctionName: "f" });
    on.account.headers["x-amzn-trace-id"] = header(15);
    const failure = await on.account.failure("Invoke", { FunctionName: "f" });
    assert.equal(failure.code, "RecursiveInvocationException");
    await on.account.call("PutFunctionRecursionConfig", { FunctionName: "f", RecursiveLoop: "Allow" });
    await on.account.call("Invoke", { FunctionName: "f" });
  });

  it("of events is told to the destination", async () => {
    on.account.headers["x-amzn-trace-id"] = header(15);
    await on.send();
    await on.finish();
    assert.equal(on.invoked(), 1);
    assert.partialDeepStrictEqual(recordOf(on.fixture.targets.delivered[0]), {
      requestContext: { condition: "RecursiveInvocation" },
    });
    assert.deepEqual(on.types(), ["async.received", "async.loop-stopped", "RecursiveInvocation"]);
  });
});

function refused(code: string): (error: unknown) => boolean {
  return (error) => error instanceof TargetError && error.code === code && !error.retryable;
}

describe("an event that another room delivers", () => {
  const sender = {
    principal: "sns.amazonaws.com",
    sourceArn: "arn:aws:sns:eu-west-1:000000000000:t",
    scope: { accountId: "000000000000", region: "eu-west-1" },
  };
  const deliver = (arn: string, payload = "{}"): Promise<void> =>
    on.fixture.lambda.invokeFunction(arn, { payload: Buffer.from(payload), requestId: "given" }, sender);

  it("is accepted once, however often it comes before it is done", async () => {
    on.fixture.invoker.answer = () => Promise.resolve(FAILURE);
    await deliver(on.account.arn("f"));
    await on.fixture.until(async () => on.invoked() === 1);
    await deliver(on.account.arn("f"));
    await on.fixture.clock.advance(1_000);
    assert.equal(on.invoked(), 1);
  });

  it("is refused for good where there is no such function, and when it is unfit", async () => {
    await assert.rejects(deliver(on.account.arn("none")), refused("ResourceNotFoundException"));
    await assert.rejects(deliver(on.account.arn("f:none")), refused("ResourceNotFoundException"));
    await assert.rejects(deliver("arn:aws:lambda:x"), refused("ResourceNotFoundException"));
    await assert.rejects(deliver(on.account.arn("f"), "{"), refused("InvalidRequestContentException"));
    await assert.rejects(deliver(on.account.arn("f"), " ".repeat(1_048_577)), refused("RequestTooLargeException"));
  });
});
