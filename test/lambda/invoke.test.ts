// What Invoke hands to the data plane and what it makes of its answer.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Account, ControlPlaneFixture } from "./lambda-fixture.ts";
import type { RecordingInvoker } from "./recording-invoker.ts";

let fixture: ControlPlaneFixture;
let account: Account;
let invoker: RecordingInvoker;

before(async () => {
  fixture = await ControlPlaneFixture.open();
  account = fixture.newAccount();
  invoker = fixture.invoker;
  await account.createActive("f", {
    Timeout: 7,
    MemorySize: 256,
    EphemeralStorage: { Size: 600 },
    Environment: { Variables: { A: "1" } },
    LoggingConfig: { LogFormat: "JSON", SystemLogLevel: "WARN" },
  });
});

after(() => fixture.dispose());

function last(): RecordingInvoker["invoked"][number] {
  const invoked = invoker.invoked.at(-1);
  assert.ok(invoked);
  return invoked;
}

describe("what the data plane is given", () => {
  it("the compiled function", async () => {
    await account.call("Invoke", { FunctionName: "f" });
    const { hash, codeFolder, runtime, ...rest } = last().spec;
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.ok(codeFolder.startsWith(fixture.folder));
    assert.equal(runtime.name, "nodejs22.x");
    assert.deepEqual(rest, {
      scope: account.scope,
      functionName: "f",
      version: "$LATEST",
      functionArn: account.arn("f"),
      handler: "index.handler",
      layersFolder: undefined,
      extensions: [],
      environment: { A: "1" },
      timeoutMs: 7_000,
      memoryMib: 256,
      tmpMib: 600,
      roleArn: "arn:aws:iam::000000000000:role/x",
      tracing: "PassThrough",
      logging: { group: "/aws/lambda/f", format: "JSON", applicationLevel: "INFO", systemLevel: "WARN" },
    });
  });

  it("the request, with the id that the answer carries", async () => {
    const ClientContext = Buffer.from('{"custom":{"a":1}}').toString("base64");
    account.headers["x-amzn-trace-id"] = "Root=1-2-3";
    const Payload = Buffer.from(' {"a": [1, "é"]}\n');
    await account.call("Invoke", { FunctionName: "f:$LATEST", Payload, ClientContext, LogType: "Tail" });
    const { traceId, ...request } = last().request;
    assert.match(String(traceId), /^Root=1-2-3;Lineage=[0-9a-f]{8}:0$/);
    assert.deepEqual(request, {
      requestId: "5f0cf1c1-8a1f-4d0c-9c3b-0d7f2f1f6a11",
      payload: Payload,
      invokedFunctionArn: `${account.arn("f")}:$LATEST`,
      clientContext: '{"custom":{"a":1}}',
      tail: true,
    });
    delete account.headers["x-amzn-trace-id"];
  });

  it("an empty object for an empty body, and nothing that was not sent", async () => {
    for (const Payload of [undefined, new Uint8Array(0)]) {
      await account.call("Invoke", { FunctionName: account.arn("f"), Payload });
      const { payload, ...rest } = last().request;
      assert.equal(Buffer.from(payload).toString(), "{}");
      assert.deepEqual(Object.keys(rest).toSorted(), ["invokedFunctionArn", "requestId", "tail", "traceId"]);
    }
  });

  it("the same spec as long as nothing that matters changed", async () => {
    await account.call("Invoke", { FunctionName: "f" });
    const { spec } = last();
    await account.call("TagResource", { Resource: account.arn("f"), Tags: { a: "1" } });
    await account.call("Invoke", { FunctionName: "f" });
    assert.equal(last().spec, spec);
    await account.call("UpdateFunctionConfiguration", { FunctionName: "f", Description: "other" });
    await account.settled("f");
    await account.call("Invoke", { FunctionName: "f" });
    assert.equal(last().spec.hash, spec.hash);
    assert.ok(!invoker.retired.includes(spec.hash));
  });

  it("nothing for DryRun, which is checked all the same", async () => {
    const count = invoker.invoked.length;
    assert.deepEqual(await account.call("Invoke", { FunctionName: "f", InvocationType: "DryRun" }), {
      StatusCode: 204,
    });
    const Payload = Buffer.from("{");
    await account.failure("Invoke", { FunctionName: "f", InvocationType: "DryRun", Payload });
    assert.equal(invoker.invoked.length, count);
  });
});

it("the answer carries payload, version, error and log", async () => {
  const payload = Buffer.from('{"errorType":"E"}');
  invoker.answer = () => Promise.resolve({ payload, functionError: "Unhandled", logTail: Buffer.from("START\n") });
  assert.deepEqual(await account.call("Invoke", { FunctionName: "f", LogType: "Tail" }), {
    StatusCode: 200,
    Payload: payload,
    ExecutedVersion: "$LATEST",
    FunctionError: "Unhandled",
    LogResult: Buffer.from("START\n").toString("base64"),
  });
  invoker.answer = () => Promise.resolve({});
});

it("a warm invocation touches no store", async (t) => {
  await account.call("Invoke", { FunctionName: "f" });
  const { records, packages } = fixture;
  const touched = [
    ...(["get", "list", "write", "changesAfter"] as const).map((method) => t.mock.method(records, method)),
    ...(["folder", "open", "add"] as const).map((method) => t.mock.method(packages, method)),
  ];
  await account.call("Invoke", { FunctionName: "f" });
  assert.deepEqual(
    touched.map(({ mock }) => mock.callCount()),
    touched.map(() => 0),
  );
});

it("an error that the data plane does not explain is not renamed", async () => {
  invoker.answer = () => Promise.reject(new RangeError("a bug"));
  await assert.rejects(account.call("Invoke", { FunctionName: "f" }), RangeError);
});
