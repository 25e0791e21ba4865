import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { ExtensionsHost } from "./extensions-host.ts";
import { type RawReply, serve } from "./testing/raw-guest.ts";

const ROOT = "/2020-01-01/extension";
const ID = "11111111-2222-4333-8444-AAAAAAAAAAAA";
const IDENTIFIED = { "Lambda-Extension-Identifier": ID };
const NAMED = { "Lambda-Extension-Name": "one" };

/** Says what it was called with; the identifier that ends in `f` is unknown to it. */
function recorder(calls: unknown[]): ExtensionsHost {
  const unknown = { errorType: "Extension.UnknownExtensionIdentifier", errorMessage: "Unknown extension" };
  return {
    register: (registration) => {
      calls.push(registration);
      const about = { functionName: "fn", functionVersion: "7", handler: "a.b", accountId: "123456789012" };
      return { identifier: ID, ...about };
    },
    next: (identifier, deliver) => {
      calls.push(identifier);
      if (identifier.endsWith("f")) return unknown;
      deliver({ identifier: "event-1", body: { eventType: "INVOKE" } });
      return undefined;
    },
    abandon: () => undefined,
    subscribe: (identifier, subscription) => {
      calls.push([identifier, subscription]);
      return identifier.endsWith("f") ? unknown : undefined;
    },
    fail: (identifier, phase, errorType) => {
      calls.push([identifier, phase, errorType]);
      return identifier.endsWith("f") ? unknown : undefined;
    },
  };
}

type Request = [method: string, path: string, headers: Record<string, string>, body?: string];

async function ask(t: TestContext, ...[method, path, headers, body]: Request): Promise<[RawReply, unknown[]]> {
  const calls: unknown[] = [];
  const served = await serve(t, undefined, undefined, recorder(calls));
  return [await served.guest().exchange(method, path, body, headers), calls];
}

test("a registration is answered with what the function is, and a header to be sent from now on", async (t) => {
  const [reply, calls] = await ask(t, "POST", `${ROOT}/register`, NAMED, '{"events":["INVOKE"]}');
  assert.deepEqual(calls, [{ name: "one", events: ["INVOKE"] }]);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers["Lambda-Extension-Identifier"], ID);
  assert.equal(reply.body, '{"functionVersion":"7","functionName":"fn","handler":"a.b"}');
});

test("who accepts the feature is told the account", async (t) => {
  const headers = { ...NAMED, "Lambda-Extension-Accept-Feature": "other, accountId" };
  const [reply, calls] = await ask(t, "POST", `${ROOT}/register`, headers, "{}");
  assert.deepEqual(calls, [{ name: "one", events: [] }]);
  assert.match(reply.body, /"accountId":"123456789012"/);
});

test("next is answered with an event", async (t) => {
  const [reply, calls] = await ask(t, "GET", `${ROOT}/event/next`, IDENTIFIED);
  assert.deepEqual(calls, [ID.toLowerCase()]);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers["Lambda-Extension-Event-Identifier"], "event-1");
  assert.equal(reply.body, '{"eventType":"INVOKE"}');
});

for (const phase of ["init", "exit"] as const)
  test(`an error of the ${phase} is taken`, async (t) => {
    const headers = { ...IDENTIFIED, "Lambda-Extension-Function-Error-Type": "Extension.Bad" };
    const [reply, calls] = await ask(t, "POST", `${ROOT}/${phase}/error`, headers, "not even JSON");
    assert.deepEqual(calls, [[ID.toLowerCase(), phase, "Extension.Bad"]]);
    assert.deepEqual([reply.status, reply.body], [202, '{"status":"OK"}']);
  });

const unknown = { "Lambda-Extension-Identifier": ID.replace(/A$/, "F") };
const failing = { "Lambda-Extension-Function-Error-Type": "X" };
const REFUSED: [request: Request, status: number, errorType: string, errorMessage: RegExp][] = [
  [["POST", `${ROOT}/register`, {}, "{}"], 403, "Extension.InvalidExtensionName", /^Empty extension name$/],
  [["POST", `${ROOT}/register`, NAMED, "{"], 403, "InvalidRequestFormat", /JSON/],
  [["POST", `${ROOT}/register`, NAMED, "[]"], 403, "InvalidRequestFormat", /not a JSON object/],
  [["POST", `${ROOT}/register`, NAMED, '{"events":"INVOKE"}'], 403, "InvalidRequestFormat", /not a list of strings/],
  [["POST", `${ROOT}/register`, NAMED, '{"configurationKeys":["a"]}'], 403, "InvalidRequestFormat", /deprecated/],
  [["POST", `${ROOT}/register`, NAMED, " ".repeat(70_000)], 413, "RequestEntityTooLarge", /maximum/],
  [["GET", `${ROOT}/register`, NAMED], 405, "MethodNotAllowed", /POST/],
  [["GET", `${ROOT}/event/next`, {}], 403, "Extension.MissingExtensionIdentifier", /Missing/],
  [
    ["GET", `${ROOT}/event/next`, { "Lambda-Extension-Identifier": "one" }],
    403,
    "Extension.InvalidExtensionIdentifier",
    /Invalid/,
  ],
  [["GET", `${ROOT}/event/next`, unknown], 403, "Extension.UnknownExtensionIdentifier", /Unknown/],
  [["POST", `${ROOT}/event/next`, IDENTIFIED, ""], 405, "MethodNotAllowed", /GET/],
  [["POST", `${ROOT}/init/error`, failing, ""], 403, "Extension.MissingExtensionIdentifier", /Missing/],
  [["POST", `${ROOT}/init/error`, IDENTIFIED, ""], 403, "Extension.MissingHeader", /Error-Type not found$/],
  [
    ["POST", `${ROOT}/exit/error`, { ...unknown, ...failing }, ""],
    403,
    "Extension.UnknownExtensionIdentifier",
    /Unknown/,
  ],
  [["GET", `${ROOT}/event`, IDENTIFIED], 404, "NotFound", /no such path/],
];
for (const [request, status, errorType, errorMessage] of REFUSED)
  test(`${request[0]} ${request[1]} ${JSON.stringify(request.slice(2)).slice(0, 90)}: ${errorType}`, async (t) => {
    const [reply] = await ask(t, ...request);
    const body = JSON.parse(reply.body) as Record<string, string>;
    assert.deepEqual([reply.status, body["errorType"]], [status, errorType]);
    assert.match(String(body["errorMessage"]), errorMessage);
  });
