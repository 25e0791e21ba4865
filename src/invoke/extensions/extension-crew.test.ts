import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { systemRandom } from "../../base/index.ts";
import type { ExtensionEvent, NextInvocation, RegisteredExtension } from "../../runtime-api/index.ts";
import { makeSpec } from "../testing/bench-setup.ts";
import { ExtensionCrew } from "./extension-crew.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-crew-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const EVENT: NextInvocation = {
  requestId: "r",
  invocationId: "i",
  deadlineMs: 1_700_000_000_000.4,
  invokedFunctionArn: "arn",
  traceId: "Root=1",
  clientContext: undefined,
  cognitoIdentity: undefined,
  tenantId: undefined,
  contentType: "application/json",
  payload: Buffer.from("{}"),
};

function crew(...external: string[]): ExtensionCrew {
  const made = new ExtensionCrew(makeSpec(folder, {}), systemRandom, {
    onProgress: () => undefined,
    onReportedError: () => undefined,
    onSubscribe: () => undefined,
  });
  for (const name of external) made.addExternal(name);
  return made;
}

function registered(made: ExtensionCrew, name: string, events: readonly string[]): RegisteredExtension {
  const answer = made.register({ name, events });
  assert.ok("identifier" in answer, JSON.stringify(answer));
  return answer;
}

/** Waits for the next event, which arrives in the list. */
function wait(made: ExtensionCrew, { identifier }: RegisteredExtension): ExtensionEvent[] {
  const events: ExtensionEvent[] = [];
  assert.equal(
    made.next(identifier, (event) => events.push(event)),
    undefined,
  );
  return events;
}

test("who registers is told what the function is", () => {
  const { identifier, ...rest } = registered(crew("a"), "a", ["INVOKE", "SHUTDOWN"]);
  assert.match(identifier, /^[0-9a-f-]{36}$/);
  assert.deepEqual(rest, {
    functionName: "fn",
    functionVersion: "$LATEST",
    handler: "index.handler",
    accountId: "000000000000",
  });
});

const REFUSALS: [what: string, refused: (made: ExtensionCrew) => unknown, errorType: string, errorMessage: string][] = [
  [
    "an event that does not exist",
    (made) => made.register({ name: "a", events: ["INVOKE", "BREAKFAST"] }),
    "Extension.InvalidEventType",
    "BREAKFAST: ErrorInvalidEventType",
  ],
  [
    "SHUTDOWN within the runtime, which is also what a wrong name amounts to",
    (made) => made.register({ name: "a.sh", events: ["SHUTDOWN"] }),
    "Extension.InvalidEventType",
    "SHUTDOWN: ShutdownEventNotSupportedForInternalExtension",
  ],
  [
    "a second registration of a process",
    (made) => [made.register({ name: "a", events: [] }), made.register({ name: "a", events: [] })][1],
    "Extension.InvalidExtensionState",
    "State transition from Registered to Registered failed for extension a. Error: State transition is not allowed",
  ],
  [
    "a second one within the runtime",
    (made) => [made.register({ name: "b", events: [] }), made.register({ name: "b", events: [] })][1],
    "Extension.InvalidExtensionState",
    "Extension with this name already registered",
  ],
  [
    "one more than ten",
    (made) => Array.from({ length: 11 }, (_, index) => made.register({ name: `i${index}`, events: [] }))[9],
    "Extension.TooManyExtensions",
    "Extension limit (10) reached",
  ],
  [
    "a registration after the runtime was ready",
    (made) => {
      made.closeRegistration();
      return made.register({ name: "b", events: [] });
    },
    "Extension.RegistrationClosed",
    "Extension registration closed already",
  ],
  [
    "next by a stranger",
    (made) => made.next("e1", () => undefined),
    "Extension.UnknownExtensionIdentifier",
    "Unknown extension e1",
  ],
  [
    "an error by a stranger",
    (made) => made.fail("e1", "exit", "X"),
    "Extension.UnknownExtensionIdentifier",
    "Unknown Lambda-Extension-Identifier",
  ],
];
for (const [what, refused, errorType, errorMessage] of REFUSALS)
  test(`refused: ${what}`, () => {
    assert.deepEqual(refused(crew("a")), { errorType, errorMessage });
  });

test("an invocation is told to those who want to know, without its payload", () => {
  const made = crew("a", "b");
  const [a, b] = [registered(made, "a", ["INVOKE"]), registered(made, "b", ["SHUTDOWN"])];
  assert.equal(made.areReady, false);
  const [toA, toB] = [wait(made, a), wait(made, b)];
  assert.equal(made.areReady, true);
  made.invoke(EVENT);
  const { requestId, invokedFunctionArn } = EVENT;
  const tracing = { type: "X-Amzn-Trace-Id", value: "Root=1" };
  assert.deepEqual(
    toA.map(({ body }) => body),
    [{ eventType: "INVOKE", deadlineMs: 1_700_000_000_000, requestId, invokedFunctionArn, tracing }],
  );
  assert.deepEqual(toB, []);
  assert.equal(made.areReady, false);
  wait(made, a);
  assert.equal(made.areReady, true);
});

test("an event that finds nobody waiting stays for the next call", () => {
  const made = crew("a");
  const a = registered(made, "a", ["INVOKE", "SHUTDOWN"]);
  wait(made, a);
  made.abandon(a.identifier);
  made.invoke(EVENT);
  assert.equal(wait(made, a)[0]?.body["eventType"], "INVOKE");
  made.shutDown("timeout", 5);
  assert.deepEqual(wait(made, a)[0]?.body, { eventType: "SHUTDOWN", deadlineMs: 5, shutdownReason: "timeout" });
  const refusal = made.next(a.identifier, () => undefined);
  assert.equal(refusal?.errorType, "Extension.InvalidExtensionState");
});

test("of two errors the first counts", () => {
  const made = crew("a");
  const { identifier } = registered(made, "a", []);
  made.fail(identifier, "init", "First");
  assert.equal(made.fail(identifier, "init", "Second"), undefined);
  assert.equal(made.find(identifier)?.errorType, "First");
});
