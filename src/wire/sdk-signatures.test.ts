import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient, TagResourceCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { systemClock, systemRandom } from "../base/index.ts";
import { createDispatcher } from "./create-dispatcher.ts";
import type { Credential, Handler, WireHead } from "./dispatcher.ts";
import type { OperationContext } from "./operation.ts";

const CALLER = {
  accountId: "210987654321",
  arn: "arn:aws:iam::210987654321:user/me",
  userId: "AIDA",
  accessKeyId: "AKIDME",
};
const PERMANENT = { accessKeyId: "AKIDME", secretAccessKey: "secret/of+mine" };
const TEMPORARY = { ...PERMANENT, accessKeyId: "ASIATEMP", sessionToken: "token+/=" };
const CREDENTIALS: Readonly<Record<string, Credential>> = {
  AKIDME: { secretAccessKey: PERMANENT.secretAccessKey, sessionToken: undefined, caller: CALLER },
  ASIATEMP: { secretAccessKey: PERMANENT.secretAccessKey, sessionToken: TEMPORARY.sessionToken, caller: CALLER },
  ASIAGONE: { ...PERMANENT, sessionToken: undefined, caller: CALLER, expiresAtMs: 1 },
};

let seen: { input: unknown; context: OperationContext } | undefined;
const answer =
  (output: unknown): Handler =>
  (input, context) => {
    seen = { input, context };
    return Promise.resolve(output);
  };

function reached(): OperationContext {
  assert.ok(seen !== undefined, "no handler was called");
  return seen.context;
}

const dispatcher = createDispatcher({
  services: [
    { service: "lambda", handlers: { Invoke: answer({ StatusCode: 200 }), TagResource: answer(undefined) } },
    { service: "logs", handlers: { CreateLogGroup: answer(undefined) } },
    { service: "sqs", handlers: { CreateQueue: answer({ QueueUrl: "q" }) } },
    { service: "sts", handlers: { GetCallerIdentity: answer({ Account: CALLER.accountId }) } },
  ],
  authentication: { mode: "sigv4", find: (accessKeyId) => Promise.resolve(CREDENTIALS[accessKeyId]) },
  clock: systemClock,
  random: systemRandom,
  onFailure: (error) => assert.fail(String(error)),
});

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
interface Sent {
  head: WireHead;
  body: Uint8Array;
}

function queryText(query: SdkRequest["query"]): string {
  const pairs = Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  return pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? "")).join("=")).join("&");
}

/** What stands between the client and the dispatcher: changes requests after they were signed. */
function between(change: (sent: Sent) => Sent) {
  return {
    handle: async (request: SdkRequest) => {
      const query = queryText(request.query);
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
      const url = query === "" ? request.path : `${request.path}?${query}`;
      const bytes = request.body instanceof Uint8Array || typeof request.body === "string" ? request.body : "";
      const sent = change({ head: { method: request.method, url, headers }, body: Buffer.from(bytes) });
      const {
        status,
        headers: answered,
        body,
      } = await dispatcher.dispatch(sent.head, sent.body, new AbortController().signal);
      assert.ok(body instanceof Uint8Array);
      const lower = Object.entries(answered).map(([name, value]) => [name.toLowerCase(), value]);
      return {
        response: { statusCode: status, headers: Object.fromEntries(lower), body: Readable.from([Buffer.from(body)]) },
      };
    },
  };
}

const untouched = (sent: Sent): Sent => sent;

function options(credentials: object = PERMANENT, change = untouched) {
  const endpoint = "http://localhost:4566";
  // The SDK's types want more of a request handler than it uses.
  const requestHandler = between(change) as never;
  return {
    region: "eu-west-3",
    endpoint,
    credentials: credentials as typeof PERMANENT,
    maxAttempts: 1,
    requestHandler,
  };
}

const bad = { accessKeyId: "AKIDNOBODY", secretAccessKey: "x" };
const wrong = { accessKeyId: "AKIDME", secretAccessKey: "wrong" };
const gone = { accessKeyId: "ASIAGONE", secretAccessKey: PERMANENT.secretAccessKey };
const unsigned = ({ head, body }: Sent): Sent => ({
  body,
  head: { ...head, headers: { ...head.headers, authorization: undefined } },
});
const INVALID = "The security token included in the request is invalid.";
type Refusal = readonly [string, () => Promise<unknown>, string, number, string | RegExp];
const lambdaCall = (who: object, change = untouched) =>
  new LambdaClient(options(who, change)).send(new InvokeCommand({ FunctionName: "f" }));
const stsCall = (who: object, change = untouched) =>
  new STSClient(options(who, change)).send(new GetCallerIdentityCommand({}));
const logsCall = (who: object) =>
  new CloudWatchLogsClient(options(who)).send(new CreateLogGroupCommand({ logGroupName: "g" }));

const awkwardArn = "arn:aws:lambda:eu-west-3:210987654321:function:a b+c=d&é(*)'!";

const calls: readonly (readonly [string, (credentials: object) => Promise<unknown>])[] = [
  [
    "lambda, with a body",
    (who) => new LambdaClient(options(who)).send(new InvokeCommand({ FunctionName: "f", Payload: "{}" })),
  ],
  ["logs", (who) => new CloudWatchLogsClient(options(who)).send(new CreateLogGroupCommand({ logGroupName: "a/b#c" }))],
  ["sqs", (who) => new SQSClient(options(who)).send(new CreateQueueCommand({ QueueName: "q" }))],
  ["sts", (who) => new STSClient(options(who)).send(new GetCallerIdentityCommand({}))],
];

const tamperings: readonly (readonly [string, (sent: Sent) => Sent])[] = [
  ["another body", (sent) => ({ ...sent, body: Buffer.from('{"a":1}') })],
  ["another function", (sent) => ({ ...sent, head: { ...sent.head, url: sent.head.url.replace("/f/", "/g/") } })],
  ["a qualifier", (sent) => ({ ...sent, head: { ...sent.head, url: `${sent.head.url}?Qualifier=1` } })],
  [
    "another invocation type",
    ({ head, body }) => ({ body, head: { ...head, headers: { ...head.headers, "x-amz-invocation-type": "Event" } } }),
  ],
  ["another host", ({ head, body }) => ({ body, head: { ...head, headers: { ...head.headers, host: "elsewhere" } } })],
];

const refusals: readonly Refusal[] = [
  ["lambda: unknown key", () => lambdaCall(bad), "UnrecognizedClientException", 403, INVALID],
  [
    "lambda: wrong secret",
    () => lambdaCall(wrong),
    "InvalidSignatureException",
    403,
    /^The request signature we calculated/,
  ],
  [
    "lambda: expired",
    () => lambdaCall(gone),
    "ExpiredTokenException",
    403,
    "The security token included in the request is expired",
  ],
  [
    "lambda: unsigned",
    () => lambdaCall(PERMANENT, unsigned),
    "MissingAuthenticationTokenException",
    403,
    "Missing Authentication Token",
  ],
  ["sts: unknown key", () => stsCall(bad), "InvalidClientTokenId", 403, INVALID],
  ["sts: wrong secret", () => stsCall(wrong), "SignatureDoesNotMatch", 403, /^The request signature we calculated/],
  ["sts: expired", () => stsCall(gone), "ExpiredToken", 403, "The security token included in the request is expired"],
  [
    "sts: unsigned",
    () => stsCall(PERMANENT, unsigned),
    "MissingAuthenticationToken",
    403,
    /Missing Authentication Token/,
  ],
  ["logs: unknown key", () => logsCall(bad), "UnrecognizedClientException", 400, INVALID],
  [
    "logs: wrong secret",
    () => logsCall(wrong),
    "InvalidSignatureException",
    400,
    /^The request signature we calculated/,
  ],
];

describe("requests signed by the SDK", () => {
  for (const [what, call] of calls)
    test(`are accepted: ${what}`, async () => {
      for (const credentials of [PERMANENT, TEMPORARY]) {
        seen = undefined;
        await call(credentials);
        const { scope, caller } = reached();
        assert.deepEqual(scope, { accountId: "210987654321", region: "eu-west-3" });
        assert.deepEqual(caller, CALLER);
      }
    });

  test("are accepted with labels that need every kind of escape", async () => {
    const send = new LambdaClient(options()).send(new TagResourceCommand({ Resource: awkwardArn, Tags: {} }));
    // Validation comes after the signature, and names what was sent.
    await assert.rejects(
      send,
      (error: Error) => error.name === "ValidationException" && error.message.includes(awkwardArn),
    );
  });

  for (const [what, change] of tamperings)
    test(`are refused with ${what}`, async () => {
      seen = undefined;
      const client = new LambdaClient(options(PERMANENT, change));
      await assert.rejects(client.send(new InvokeCommand({ FunctionName: "f", Payload: "{}" })), {
        name: "InvalidSignatureException",
        message:
          /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\.$|^There were headers present/,
      });
      assert.equal(seen, undefined);
    });

  for (const [what, call, code, status, message] of refusals)
    test(`are refused, ${what}`, async () => {
      const error = await call().then(
        () => assert.fail("accepted"),
        (caught: Error & { $metadata: { httpStatusCode: number } }) => caught,
      );
      assert.equal(error.name, code);
      assert.equal(error.$metadata.httpStatusCode, status);
      if (typeof message === "string") assert.equal(error.message, message);
      else assert.match(error.message, message);
    });
});
