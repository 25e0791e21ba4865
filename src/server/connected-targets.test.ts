import assert from "node:assert/strict";
import { test } from "node:test";
import { type Sender, TargetError } from "../base/index.ts";
import { ConnectedTargets } from "./connected-targets.ts";

const sender: Sender = {
  principal: "lambda.amazonaws.com",
  sourceArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  scope: { accountId: "000000000000", region: "us-east-1" },
};

function refused(error: unknown): boolean {
  return error instanceof TargetError && error.code === "TargetServiceMissing";
}

test("what is connected is delivered to, and nothing else", async () => {
  const targets = new ConnectedTargets();
  const sent: string[] = [];
  const queue = "arn:aws:sqs:us-east-1:000000000000:q";
  await assert.rejects(targets.sendMessage(queue, { body: "a" }, sender), refused);
  targets.connect({
    sendMessage: async (arn, { body }) => {
      sent.push(`${arn} ${body}`);
    },
  });
  await targets.sendMessage(queue, { body: "b" }, sender);
  assert.deepEqual(sent, [`${queue} b`]);
  await assert.rejects(
    targets.putObject("arn:aws:s3:::x", { key: "k", body: Buffer.of(), contentType: "" }, sender),
    refused,
  );
});
