// What is told of events that are done, and to whom.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TargetError } from "../../src/base/index.ts";
import { FAILURE, QUEUE, useAsyncEvents } from "./async-events.ts";

const on = useAsyncEvents();

describe("destinations", () => {
  const ways = [
    ["arn:aws:sns:eu-west-1:000000000000:t", "publish"],
    ["arn:aws:events:eu-west-1:000000000000:event-bus/b", "putEvent"],
  ] as const;
  for (const [arn, way] of ways)
    it(`of a success: ${way}`, async () => {
      await on.configure({ DestinationConfig: { OnSuccess: { Destination: arn } } });
      await on.send();
      await on.finish();
      const [delivered, ...more] = on.fixture.targets.delivered;
      assert.deepEqual([delivered?.to, delivered?.arn, more.length], [way, arn, 0]);
      assert.deepEqual(
        [delivered?.sender.principal, delivered?.sender.sourceArn],
        ["lambda.amazonaws.com", on.account.arn("f:$LATEST")],
      );
    });

  it("an event of EventBridge says what it is", async () => {
    on.fixture.invoker.answer = () => Promise.resolve(FAILURE);
    const arn = "arn:aws:events:eu-west-1:000000000000:event-bus/b";
    await on.configure({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: arn } } });
    await on.send();
    await on.finish();
    assert.partialDeepStrictEqual(on.fixture.targets.delivered[0]?.content ?? {}, {
      source: "lambda",
      detailType: "Lambda Function Invocation Result - Failure",
      resources: [arn, on.account.arn("f:$LATEST")],
    });
  });

  it("an object is named by its time", async () => {
    on.fixture.invoker.answer = () => Promise.resolve(FAILURE);
    await on.configure({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::b" } },
    });
    await on.send();
    await on.finish();
    const { key = "" } = (on.fixture.targets.delivered[0]?.content ?? {}) as { key?: string };
    assert.match(key, /^aws\/lambda\/async\/f\/2023\/11\/14\/2023-11-14T22\.\d\d\.\d\d-[0-9a-f-]{36}$/);
  });

  it("a function gets the record as its event, through the same queue", async () => {
    await on.account.createActive("g");
    on.fixture.targets.functions = on.fixture.lambda.invokeFunction;
    await on.configure({ DestinationConfig: { OnSuccess: { Destination: on.account.arn("g") } } });
    await on.send();
    await on.finish();
    const { request, spec } = on.fixture.invoker.invoked[1] ?? assert.fail();
    assert.equal(spec.functionName, "g");
    assert.partialDeepStrictEqual(JSON.parse(Buffer.from(request.payload).toString()) as object, {
      version: "1.0",
      requestPayload: { n: 1 },
    });
    assert.match(String(request.traceId), /Lineage=[0-9a-f]{8}:0\|[0-9a-f]{8}:0$/);
  });

  it("a target that refuses for a while is tried until it takes it", async () => {
    let refusals = 5;
    on.fixture.targets.refuse = () => {
      if (refusals-- > 0) throw new TargetError("Throttled", "later", { retryable: true });
    };
    await on.configure({ DestinationConfig: { OnSuccess: { Destination: QUEUE } } });
    await on.send();
    await on.finish();
    assert.equal(on.fixture.targets.delivered.length, 1);
  });

  for (const [what, retryable] of [
    ["that is missing", false],
    ["that refuses for hours", true],
  ] as const)
    it(`a target ${what} is given up, and that is told`, async () => {
      on.fixture.targets.refuse = () => {
        throw new TargetError("AWS.SimpleQueueService.NonExistentQueue", "no", { retryable });
      };
      await on.configure({ DestinationConfig: { OnSuccess: { Destination: QUEUE } } });
      await on.send();
      await on.finish(20_000);
      assert.equal(on.types().at(-1), "async.destination-failed");
      assert.match(
        String(on.fixture.reported[0]),
        /records of invocations of .*:function:f:\$LATEST cannot be delivered to .*:records: no/,
      );
    });
});
