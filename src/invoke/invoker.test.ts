import assert from "node:assert/strict";
import { test } from "node:test";
import { requestId, setUp, text } from "./testing/bench-setup.test.ts";

test("a function runs, is reused, and its log is exact", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ init: `console.log("loading");` });
  const first = requestId();
  const one = await bench.invoke(
    spec,
    `console.log("hello"); return { count, arn: event.headers["lambda-runtime-invoked-function-arn"] }`,
    {
      requestId: first,
      tail: true,
    },
  );
  assert.deepEqual(JSON.parse(text(one)), { count: 1, arn: spec.functionArn });
  assert.equal(one.functionError, undefined);
  assert.equal(one.executedVersion, "$LATEST");
  const tail = Buffer.from(one.logTail ?? []).toString();
  assert.match(
    tail,
    new RegExp(
      `^START RequestId: ${first} Version: \\$LATEST\nhello\nEND RequestId: ${first}\n` +
        `REPORT RequestId: ${first}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\t` +
        `Max Memory Used: 40 MB\tInit Duration: \\d+\\.\\d\\d ms\t\n$`,
    ),
  );
  const log = bench.log();
  assert.equal(
    log[0],
    `INIT_START Runtime Version: nodejs:24.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:${"0".repeat(64)}`,
  );
  assert.equal(log[1], "loading");
  const two = await bench.invoke(spec, "return count", { tail: true });
  assert.equal(text(two), "2");
  assert.doesNotMatch(Buffer.from(two.logTail ?? []).toString(), /Init Duration/);
  assert.equal(bench.driver.sandboxes.length, 1);
  assert.deepEqual(bench.faults, []);
});

test("a timeout, an exit and a signal have the payloads of AWS, and /tmp outlives them", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ spec: { timeoutMs: 1_000 } });
  const ids = [requestId(), requestId(), requestId(), requestId()] as const;
  const timeout = await bench.invoke(spec, "await new Promise(() => setInterval(() => 0, 1000))", {
    requestId: ids[0],
    tail: true,
  });
  assert.equal(
    text(timeout),
    `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${ids[0]} Error: Task timed out after 1.00 seconds"}`,
  );
  assert.match(
    Buffer.from(timeout.logTail ?? []).toString(),
    /Z \S+ Task timed out after 1\.00 seconds\nEND .*\nREPORT .*Duration: 1000\.00 ms\t.*\tStatus: timeout\n$/,
  );
  const exit = await bench.invoke(spec, "process.exit(7)", { requestId: ids[1], tail: true });
  assert.equal(
    text(exit),
    `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ids[1]} Error: Runtime exited with error: exit status 7"}`,
  );
  assert.match(
    Buffer.from(exit.logTail ?? []).toString(),
    /exit status 7\nRuntime\.ExitError\nEND .*\nREPORT .*\tStatus: error\tError Type: Runtime\.ExitError\n$/,
  );
  const none = await bench.invoke(spec, "process.exit(0)", { requestId: ids[2] });
  assert.match(text(none), /Runtime exited without providing a reason/);
  const killed = await bench.invoke(spec, "process.kill(process.pid, 'SIGKILL'); await new Promise(() => 0)", {
    requestId: ids[3],
  });
  assert.match(text(killed), /Runtime exited with error: signal: killed/);
  assert.equal(killed.functionError, "Unhandled");
  const fine = await bench.invoke(spec, "return count");
  assert.equal(text(fine), "1");
  assert.equal(bench.driver.sandboxes.length, 1, "the same sandbox throughout");
});
