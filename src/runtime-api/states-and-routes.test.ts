// Every state of a runtime × every route: what is answered, and what is refused in which words.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Served } from "./testing/raw-guest.ts";
import { ERROR, INIT_ERROR, invocation, NEXT, RESPONSE, ROOT, serve } from "./testing/raw-guest.ts";

/** Brings a runtime into a state by what it says itself. */
const reach: Record<string, (served: Served) => Promise<void>> = {
  Started: async () => undefined,
  Ready: async (served) => {
    served.guest().send("GET", NEXT);
    await served.called(1);
  },
  Running: async (served) => {
    served.give();
    await served.guest().exchange("GET", NEXT);
  },
  InvocationResponse: async (served) => {
    await reach["Running"]?.(served);
    await begun(served, RESPONSE);
  },
  InvocationErrorResponse: async (served) => {
    await reach["Running"]?.(served);
    await begun(served, ERROR);
  },
  RuntimeResponseSentState: async (served) => {
    await reach["Running"]?.(served);
    await served.guest().exchange("POST", RESPONSE, "1");
  },
  InitError: async (served) => {
    await served.guest().exchange("POST", INIT_ERROR, "{}");
  },
};

/** Begins a request and leaves it unfinished; the permission to go on says that its head was judged. */
async function begun(served: Served, path: string): Promise<void> {
  const guest = served.guest();
  guest.write(`POST ${path} HTTP/1.1\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n`);
  assert.equal((await guest.reply())?.status, 100);
}

const OTHER = `${ROOT}/invocation/00000000-0000-4000-8000-000000000000`;
const ROUTES: Record<string, [method: string, path: string]> = {
  next: ["GET", NEXT],
  response: ["POST", RESPONSE],
  "response to another": ["POST", `${OTHER}/response`],
  error: ["POST", ERROR],
  "error of another": ["POST", `${OTHER}/error`],
  "init error": ["POST", INIT_ERROR],
};

// "waits" is a `next` that is answered once there is an event; a number is the status of an immediate answer.
const TABLE: Record<string, Record<string, number | "waits">> = {
  Started: {
    next: "waits",
    response: 400,
    "response to another": 400,
    error: 400,
    "error of another": 400,
    "init error": 202,
  },
  Ready: {
    next: 403,
    response: 400,
    "response to another": 400,
    error: 400,
    "error of another": 400,
    "init error": 403,
  },
  Running: {
    next: 403,
    response: 202,
    "response to another": 400,
    error: 202,
    "error of another": 400,
    "init error": 403,
  },
  InvocationResponse: {
    next: 403,
    response: 403,
    "response to another": 400,
    error: 403,
    "error of another": 400,
    "init error": 403,
  },
  InvocationErrorResponse: {
    next: 403,
    response: 403,
    "response to another": 400,
    error: 403,
    "error of another": 400,
    "init error": 403,
  },
  RuntimeResponseSentState: {
    next: "waits",
    response: 400,
    "response to another": 400,
    error: 400,
    "error of another": 400,
    "init error": 403,
  },
  InitError: {
    next: 403,
    response: 400,
    "response to another": 400,
    error: 400,
    "error of another": 400,
    "init error": 403,
  },
};

const TARGETS: Record<string, string> = {
  next: "Ready",
  response: "InvocationResponse",
  error: "InvocationErrorResponse",
  "init error": "InitError",
};

for (const [state, row] of Object.entries(TABLE))
  for (const [route, expected] of Object.entries(row))
    test(`${state}: ${route} → ${expected}`, async (t) => {
      const served = await serve(t);
      await reach[state]?.(served);
      const [method, path] = ROUTES[route] ?? ["", ""];
      const guest = served.guest();
      if (expected === "waits") served.give(invocation({ requestId: "second" }));
      const reply = await guest.exchange(method, path, method === "POST" ? "{}" : undefined);
      if (expected === "waits") {
        assert.equal(reply.status, 200);
        assert.equal(reply.headers["Lambda-Runtime-Aws-Request-Id"], "second");
        return;
      }
      assert.equal(reply.status, expected);
      assert.equal(reply.headers["Content-Type"], "application/json");
      if (expected === 202) assert.equal(reply.body, '{"status":"OK"}');
      if (expected === 400)
        assert.equal(reply.body, '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}');
      if (expected === 403)
        assert.equal(
          reply.body,
          JSON.stringify({
            errorMessage: `State transition from ${state} to ${TARGETS[route]} failed for runtime. Error: State transition is not allowed`,
            errorType: "InvalidStateTransition",
          }),
        );
    });
