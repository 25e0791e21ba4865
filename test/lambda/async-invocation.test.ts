// Events that are accepted now and done later, over a real store, with a clock that does not wait.
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { InvocationThrottled } from "../../src/invoke/index.ts";
import { AwsError } from "../../src/wire/index.ts";
import { ControlPlaneFixture } from "./lambda-fixture.ts";
import { DEAD, FAILURE, QUEUE, recordOf, useAsyncEvents } from "./async-events.ts";

const MINUTE_MS = 60_000;
const on = useAsyncEvents();

describe("an event", () => {
  it("is accepted, and then given to the data plane once", async () => {
    const requestId = await on.send({ Qualifier: "$LATEST" });
    await on.finish();
    assert.equal(on.invoked(), 1);
    const { request } = on.fixture.invoker.invoked[0] ?? assert.fail();
    assert.equal(request.requestId, requestId);
    assert.equal(request.isAsynchronous, true);
    assert.equal(request.invokedFunctionArn, on.account.arn("f:$LATEST"));
    assert.equal(Buffer.from(request.payload).toString(), '{"n":1}');
    assert.match(String(request.traceId), /^Root=1-.*;Lineage=[0-9a-f]{8}:0$/);
    assert.deepEqual(on.types(), ["async.received", "async.begun"]);
  });

  it("is accepted through InvokeAsync as well", async () => {
    on.account.requestId = "old";
    const answer = await on.account.call("InvokeAsync", { FunctionName: "f", InvokeArgs: Buffer.from("[]") });
    assert.deepEqual(answer, { Status: 202 });
    await on.finish();
    assert.equal(on.invoked(), 1);
  });

  it("is refused when it is too large, no JSON, or for no function", async () => {
    const Payload = Buffer.from(`"${"x".repeat(1_048_575)}"`);
    const event = { FunctionName: "f", InvocationType: "Event" } as const;
    const large = await on.account.failure("Invoke", { ...event, Payload });
    assert.equal(large.code, "RequestTooLargeException");
    assert.equal(
      large.message,
      "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    );
    const InvokeArgs = Buffer.alloc(262_145, "1");
    assert.equal(
      (await on.account.failure("InvokeAsync", { FunctionName: "f", InvokeArgs })).code,
      "RequestTooLargeException",
    );
    assert.equal(
      (await on.account.failure("Invoke", { ...event, Payload: Buffer.from("{") })).code,
      "InvalidRequestContentException",
    );
    assert.equal(
      (await on.account.failure("Invoke", { ...event, FunctionName: "g" })).code,
      "ResourceNotFoundException",
    );
    assert.ok(await on.isQuiet());
  });

  it("survives a restart, and comes with the request id it had", async () => {
    on.fixture.invoker.answer = () => new Promise(() => {});
    const requestId = await on.send();
    await on.fixture.lambda.stopEvents(0);
    on.fixture.invoker.answer = () => Promise.resolve({});
    await on.fixture.stores.close();
    on.fixture.stores = await on.fixture.reopenStores();
    await on.fixture.restart();
    await on.finish();
    assert.deepEqual(new Set(on.fixture.invoker.invoked.map(({ request }) => request.requestId)), new Set([requestId]));
    assert.equal(on.invoked(), 2);
  });

  it("ends with its function", async () => {
    on.fixture.invoker.answer = () => Promise.resolve(FAILURE);
    await on.send();
    await on.fixture.until(async () => on.invoked() === 1);
    await on.account.call("DeleteFunction", { FunctionName: "f" });
    await on.finish();
    assert.equal(on.invoked(), 1);
  });
});

describe("a function that fails", () => {
  beforeEach(() => {
    on.fixture.invoker.answer = () => Promise.resolve(FAILURE);
  });

  it("is tried again after one and two minutes, with the same request id, and then the event is dropped", async () => {
    const requestId = await on.send();
    const times: number[] = [];
    const startMs = on.fixture.clock.nowMs();
    on.fixture.invoker.answer = () => {
      times.push(on.fixture.clock.nowMs() - startMs);
      return Promise.resolve(FAILURE);
    };
    await on.finish();
    assert.deepEqual(
      on.fixture.invoker.invoked.map(({ request }) => request.requestId),
      Array(3).fill(requestId),
    );
    const [second = 0, third = 0] = times.slice(-2);
    assert.ok(second >= MINUTE_MS && second < 2 * MINUTE_MS, `${second}`);
    assert.ok(third >= second + 2 * MINUTE_MS && third < second + 3 * MINUTE_MS, `${third}`);
    assert.equal(on.types().at(-1), "RetriesExhausted");
    assert.deepEqual(on.fixture.targets.delivered, []);
  });

  it("has its record and its dead letter delivered", async () => {
    await on.account.call("UpdateFunctionConfiguration", { FunctionName: "f", DeadLetterConfig: { TargetArn: DEAD } });
    await on.account.settled("f");
    await on.configure({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: QUEUE } } });
    const requestId = await on.send();
    await on.finish();
    assert.equal(on.invoked(), 1);
    const toQueue = on.fixture.targets.delivered.find(({ to }) => to === "sendMessage");
    assert.equal(toQueue?.arn, QUEUE);
    assert.partialDeepStrictEqual(recordOf(toQueue), {
      requestContext: {
        requestId,
        functionArn: on.account.arn("f:$LATEST"),
        condition: "RetriesExhausted",
        approximateInvokeCount: 1,
      },
      requestPayload: { n: 1 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorMessage: "no", errorType: "E" },
    });
    assert.match(String(toQueue?.sender.traceHeader), /Lineage=[0-9a-f]{8}:0$/);
    const letter = on.fixture.targets.delivered.find(({ to }) => to === "publish");
    assert.deepEqual(
      [letter?.arn, letter?.content],
      [
        DEAD,
        {
          message: '{"n":1}',
          attributes: {
            RequestID: { dataType: "String", stringValue: requestId },
            ErrorCode: { dataType: "Number", stringValue: "200" },
            ErrorMessage: { dataType: "String", stringValue: "no" },
          },
        },
      ],
    );
  });

  it("goes by the rules of the qualifier that was invoked", async () => {
    await on.account.call("PublishVersion", { FunctionName: "f" });
    await on.account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
    await on.configure({ MaximumRetryAttempts: 1 });
    await on.configure({
      Qualifier: "live",
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: QUEUE } },
    });
    await on.send({ Qualifier: "live" });
    await on.finish();
    assert.equal(on.invoked(), 1);
    assert.partialDeepStrictEqual(recordOf(on.fixture.targets.delivered[0]), {
      requestContext: { functionArn: on.account.arn("f:live") },
      responseContext: { executedVersion: "1" },
    });
    await on.send({ Qualifier: "1" });
    await on.finish();
    assert.equal(on.invoked(), 4);
    await on.send();
    await on.finish();
    assert.equal(on.invoked(), 6);
    // A rule that is changed holds for the next event.
    await on.configure({ MaximumRetryAttempts: 0 });
    await on.send();
    await on.finish();
    assert.equal(on.invoked(), 7);
  });

  it("is not tried again once the event is too old, and the last answer is told", async () => {
    await on.configure({ MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: QUEUE } } });
    await on.send();
    await on.finish();
    assert.equal(on.invoked(), 1);
    assert.partialDeepStrictEqual(recordOf(on.fixture.targets.delivered[0]), {
      requestContext: { condition: "EventAgeExceeded", approximateInvokeCount: 1 },
      responsePayload: { errorMessage: "no" },
    });
  });
});

describe("an event that is not let in", () => {
  it("waits ever longer, which is not counted as a retry", async () => {
    let refusals = 8;
    on.fixture.invoker.answer = () => {
      if (refusals-- > 0) throw new InvocationThrottled("ConcurrentInvocationLimitExceeded");
      return Promise.resolve({});
    };
    await on.configure({ MaximumRetryAttempts: 0, DestinationConfig: { OnSuccess: { Destination: QUEUE } } });
    await on.send();
    await on.finish(2_000);
    assert.equal(on.invoked(), 9);
    assert.partialDeepStrictEqual(recordOf(on.fixture.targets.delivered[0]), {
      requestContext: { condition: "Success", approximateInvokeCount: 1 },
      responsePayload: null,
    });
  });

  it("is dropped when it gets too old", async () => {
    on.fixture.invoker.answer = () => {
      throw new InvocationThrottled("ConcurrentInvocationLimitExceeded");
    };
    await on.configure({ MaximumEventAgeInSeconds: 100, DestinationConfig: { OnFailure: { Destination: QUEUE } } });
    await on.send();
    await on.finish();
    const told = recordOf(on.fixture.targets.delivered[0]);
    assert.partialDeepStrictEqual(told, {
      requestContext: { condition: "EventAgeExceeded", approximateInvokeCount: 0 },
    });
    assert.ok(!("responseContext" in told));
  });

  it("is dropped at once where nothing may run", async () => {
    await on.account.call("PutFunctionConcurrency", { FunctionName: "f", ReservedConcurrentExecutions: 0 });
    await on.configure({ DestinationConfig: { OnFailure: { Destination: QUEUE } } });
    await on.send();
    await on.finish(0);
    assert.equal(on.invoked(), 0);
    assert.partialDeepStrictEqual(recordOf(on.fixture.targets.delivered[0]), {
      requestContext: { condition: "ZeroReservedConcurrency" },
    });
  });
});

it("a full disk refuses events, and keeps those that it accepted", async () => {
  const fixture = await ControlPlaneFixture.open(200);
  try {
    const account = fixture.newAccount();
    await account.createActive("f");
    fixture.invoker.answer = () => new Promise(() => {});
    const event = {
      FunctionName: "f",
      InvocationType: "Event",
      Payload: Buffer.from(`"${"x".repeat(50_000)}"`),
    } as const;
    let accepted = 0;
    const fill = async (): Promise<never> => {
      for (; ; accepted++) {
        account.requestId = `event ${accepted}`;
        await account.call("Invoke", event);
      }
    };
    await assert.rejects(fill(), (error) => error instanceof AwsError && /disk/.test(error.message));
    assert.ok(accepted > 0);
    const [lane = assert.fail()] = await fixture.stores.work.lanes("lambda-event", { limit: 1 });
    assert.equal(await fixture.stores.work.drop("lambda-event", lane.lane), accepted);
  } finally {
    await fixture.dispose();
  }
});
