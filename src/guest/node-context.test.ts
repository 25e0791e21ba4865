import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onlyAnswer, runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";

const SOURCE = `exports.handler = async (event, context) => ({
  ...context,
  remains: context.getRemainingTimeInMillis(),
  methods: ["done", "succeed", "fail"].map((name) => typeof context[name]),
})`;

for (const { major, argv } of nodesUnderTest()) {
  describe(`the context of nodejs${major}.x`, () => {
    it("has the members of AWS", async () => {
      const headers = {
        "Lambda-Runtime-Client-Context": '{"custom":{"a":1}}',
        "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
        "Lambda-Runtime-Aws-Tenant-Id": "tenant",
        "Lambda-Runtime-Trace-Id": "Root=1",
      };
      const script = { argv, files: { "index.js": SOURCE }, handler: "index.handler", events: [{ headers }] };
      const { remains, methods, ...rest } = onlyAnswer(await runGuest(script)) as Record<string, unknown>;
      assert.ok(Number(remains) > 30_000 && Number(remains) <= 60_000);
      assert.deepEqual(methods, Array(3).fill(major >= 24 ? "undefined" : "function"));
      assert.deepEqual(rest, {
        functionName: "fn",
        functionVersion: "$LATEST",
        memoryLimitInMB: "128",
        logGroupName: "/aws/lambda/fn",
        logStreamName: "2026/01/02/[$LATEST]0123",
        clientContext: { custom: { a: 1 } },
        identity: { cognitoIdentityId: "i", cognitoIdentityPoolId: "p" },
        invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
        awsRequestId: "request-1",
        tenantId: "tenant",
        ...(major >= 24 ? { xRayTraceId: "Root=1" } : { callbackWaitsForEmptyEventLoop: true }),
      });
    });

    it("lacks what the event lacks", async () => {
      const files = {
        "index.js":
          "exports.handler = async (_event, { clientContext, identity }) => [clientContext, identity, process.env._X_AMZN_TRACE_ID]",
      };
      const events = [{ headers: { "Lambda-Runtime-Trace-Id": "Root=1" } }, {}];
      const run = await runGuest({ argv, files, handler: "index.handler", events });
      assert.deepEqual(
        run.answers.map(({ text }) => text),
        ['[null,null,"Root=1"]', "[null,null,null]"],
      );
    });
  });
}
