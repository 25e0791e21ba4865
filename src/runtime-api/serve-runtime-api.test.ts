import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { Served } from "./testing/raw-guest.ts";
import { ERROR, INIT_ERROR, invocation, NEXT, REQUEST_ID, RESPONSE, serve } from "./testing/raw-guest.ts";

async function running(t: TestContext): Promise<Served> {
  const served = await serve(t);
  served.give();
  await served.guest().exchange("GET", NEXT);
  served.calls.length = 0;
  return served;
}

test("next carries every header that has a value, and no other", async (t) => {
  const served = await serve(t);
  const guest = served.guest();
  served.give();
  const bare = await guest.exchange("GET", NEXT);
  assert.deepEqual(bare.headers, {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": REQUEST_ID,
    "Lambda-Runtime-Deadline-Ms": "1700000000000",
    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:fn",
    "Lambda-Runtime-Invocation-Id": "attempt-1",
    "Content-Length": "7",
  });
  assert.equal(bare.body, '{"a":1}');
  await guest.exchange("POST", RESPONSE, "1");
  served.give(
    invocation({
      traceId: "Root=1-2-3",
      clientContext: '{"custom":\r\n{"k":"ü"}}',
      cognitoIdentity: '{"cognitoIdentityId":"i"}',
      tenantId: "blue",
      contentType: "text/plain",
    }),
  );
  const full = await guest.exchange("GET", NEXT);
  assert.equal(full.headers["Content-Type"], "text/plain");
  assert.equal(full.headers["Lambda-Runtime-Trace-Id"], "Root=1-2-3");
  assert.equal(full.headers["Lambda-Runtime-Client-Context"], '{"custom": {"k":"ü"}}', "one line, UTF-8");
  assert.equal(full.headers["Lambda-Runtime-Cognito-Identity"], '{"cognitoIdentityId":"i"}');
  assert.equal(full.headers["Lambda-Runtime-Aws-Tenant-Id"], "blue");
});

test("an error is passed on verbatim and its type normalised", async (t) => {
  const cases: [header: string | undefined, normal: string][] = [
    ["Runtime.NoSuchHandler", "Runtime.NoSuchHandler"],
    ["Function.Broken", "Function.Broken"],
    ["Function.broken!", "Function.Unknown"],
    ["Error", "Runtime.Unknown"],
    [undefined, "Runtime.Unknown"],
  ];
  for (const [header, normal] of cases) {
    const served = await running(t);
    const reply = await served
      .guest()
      .exchange(
        "POST",
        ERROR,
        "not json",
        header === undefined ? {} : { "Lambda-Runtime-Function-Error-Type": header },
      );
    assert.equal(reply.status, 202);
    assert.deepEqual(served.calls, [`fail ${REQUEST_ID} ${normal} not json`]);
  }
});

test("the media type that carries the X-Ray cause loses it on the way", async (t) => {
  const type = { "Content-Type": "application/vnd.aws.lambda.error.cause+json" };
  const served = await running(t);
  await served.guest().exchange("POST", ERROR, '{"errorMessage":"m","errorType":"T","errorCause":{"x":1}}', type);
  assert.deepEqual(served.calls, [`fail ${REQUEST_ID} Runtime.Unknown {"errorMessage":"m","errorType":"T"}`]);
  const broken = await running(t);
  await broken.guest().exchange("POST", ERROR, "{", type);
  assert.deepEqual(broken.calls, [`fail ${REQUEST_ID} Runtime.Unknown Invalid error body`]);
});

test("an echo of another attempt, and an unknown response mode, are refused; the right ones are not", async (t) => {
  const served = await running(t);
  const guest = served.guest();
  const stale = await guest.exchange("POST", RESPONSE, "1", { "Lambda-Runtime-Invocation-Id": "attempt-0" });
  assert.deepEqual([stale.status, JSON.parse(stale.body).errorType], [400, "InvalidInvocationId"]);
  const mode = await guest.exchange("POST", RESPONSE, "1", { "Lambda-Runtime-Function-Response-Mode": "Streaming" });
  assert.deepEqual([mode.status, JSON.parse(mode.body).errorType], [400, "InvalidFunctionResponseMode"]);
  const good = await guest.exchange("POST", RESPONSE, "1", {
    "Lambda-Runtime-Invocation-Id": "attempt-1",
    "Lambda-Runtime-Function-Response-Mode": "streaming",
  });
  assert.equal(good.status, 202);
});

test("a response of exactly the limit is taken; one byte more is 413, and the runtime may go on", async (t) => {
  const limit = 6_291_556;
  const served = await running(t);
  const guest = served.guest();
  assert.equal((await guest.exchange("POST", RESPONSE, Buffer.alloc(limit, "a"))).status, 202);
  for (const isChunked of [false, true]) {
    served.give();
    await guest.exchange("GET", NEXT);
    served.calls.length = 0;
    const body = Buffer.alloc(limit + 1, "a");
    if (isChunked) {
      guest.write(`POST ${RESPONSE} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`);
      guest.write(body);
      guest.write("\r\n0\r\n\r\n");
    } else guest.send("POST", RESPONSE, body);
    const reply = await guest.reply();
    assert.equal(reply?.status, 413);
    assert.equal(
      reply?.body,
      '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}',
    );
    assert.deepEqual(served.calls, [`respondTooLarge ${REQUEST_ID} 6291556`]);
  }
});

test("a streamed response that fails midway says so in its trailers", async (t) => {
  const served = await running(t);
  const guest = served.guest();
  const error = Buffer.from('{"errorMessage":"late"}').toString("base64");
  guest.write(
    `POST ${RESPONSE} HTTP/1.1\r\nTransfer-Encoding: chunked\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n\r\n` +
      `4\r\npart\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\nLambda-Runtime-Function-Error-Body: ${error}\r\n\r\n`,
  );
  assert.equal((await guest.reply())?.status, 202);
  assert.deepEqual(served.calls, [`fail ${REQUEST_ID} Function.Late {"errorMessage":"late"}`]);
});

test("a connection that breaks in the middle of a response is a truncated response", async (t) => {
  const served = await running(t);
  const guest = served.guest();
  guest.write(`POST ${RESPONSE} HTTP/1.1\r\nContent-Length: 100\r\n\r\n{"half":`);
  guest.socket.end();
  await served.called(1);
  assert.deepEqual(served.calls, [`respondTruncated ${REQUEST_ID}`]);
  served.give(invocation({ requestId: "second" }));
  assert.equal((await served.guest().exchange("GET", NEXT)).status, 200, "the runtime may go on");
});

test("an event is not lost with the connection that waited for it", async (t) => {
  const served = await serve(t);
  const first = served.guest();
  first.send("GET", NEXT);
  await served.called(1);
  first.socket.destroy();
  const second = served.guest();
  let reply = await second.exchange("GET", NEXT.replace("next", "nothing"));
  assert.equal(reply.status, 404);
  served.give();
  do {
    // Until the server has seen the first connection end, the second one is told that somebody waits already.
    reply = await second.exchange("GET", NEXT);
  } while (reply.status === 403);
  assert.equal(reply.headers["Lambda-Runtime-Aws-Request-Id"], REQUEST_ID);
  assert.equal(served.calls.filter((call) => call === "next").length, 1);
});

test("paths and methods that are not there are told in the form of the API", async (t) => {
  const guest = (await serve(t)).guest();
  const status = async (method: string, path: string): Promise<[number, string]> => {
    const reply = await guest.exchange(method, path);
    return [reply.status, JSON.parse(reply.body).errorType];
  };
  assert.deepEqual(await status("GET", "/"), [404, "NotFound"]);
  assert.deepEqual(await status("GET", "/2018-06-01/runtime/restore/next"), [404, "NotFound"]);
  assert.deepEqual(await status("POST", "/2020-01-01/extension/register"), [404, "NotFound"]);
  assert.deepEqual(await status("PUT", "/2020-08-15/logs"), [404, "NotFound"]);
  assert.deepEqual(await status("PUT", "/2022-07-01/telemetry"), [404, "NotFound"]);
  assert.deepEqual(await status("POST", NEXT), [405, "MethodNotAllowed"]);
  assert.deepEqual(await status("GET", RESPONSE), [405, "MethodNotAllowed"]);
  assert.deepEqual(await status("PUT", INIT_ERROR), [405, "MethodNotAllowed"]);
  const ping = await guest.exchange("GET", "/2018-06-01/ping");
  assert.deepEqual([ping.status, ping.body], [200, "pong"]);
});

test("a closed handle serves nobody, and the next one starts afresh", async (t) => {
  const served = await running(t);
  const guest = served.guest();
  assert.equal((await guest.exchange("POST", INIT_ERROR, "{}")).status, 403);
  served.handle.close();
  assert.equal(await guest.reply(), undefined, "the connection is closed");
});

test("a guest cannot hold more connections than it needs", async (t) => {
  const served = await serve(t, 2);
  const kept = [served.guest(), served.guest()];
  for (const guest of kept) assert.equal((await guest.exchange("GET", "/2018-06-01/ping")).status, 200);
  const surplus = served.guest();
  surplus.send("GET", "/2018-06-01/ping");
  assert.equal(await surplus.reply(), undefined);
  assert.equal((await kept[0]?.exchange("GET", "/2018-06-01/ping"))?.status, 200);
});
