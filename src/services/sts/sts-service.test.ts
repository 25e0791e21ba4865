import assert from "node:assert/strict";
import { test } from "node:test";
import type { OperationContext } from "../../wire/index.ts";
import { createStsService } from "./sts-service.ts";

test("the caller is told who it is", async () => {
  const context: OperationContext = {
    requestId: "00000000-0000-4000-8000-000000000000",
    scope: { accountId: "111111111111", region: "us-east-1" },
    caller: {
      accountId: "222222222222",
      arn: "arn:aws:iam::222222222222:user/ann",
      userId: "AIDAEXAMPLE",
      accessKeyId: "AKIAEXAMPLE",
    },
    headers: {},
    origin: "http://localhost:4566",
    signal: new AbortController().signal,
  };
  assert.deepEqual(await createStsService().handlers.GetCallerIdentity?.({}, context), {
    UserId: "AIDAEXAMPLE",
    Account: "222222222222",
    Arn: "arn:aws:iam::222222222222:user/ann",
  });
});
