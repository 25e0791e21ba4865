import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ATTRIBUTE_ROWS, REQUEST_ROWS } from "./error-rows.ts";
import { useSqsService } from "./sqs-fixture.ts";

const fixture = useSqsService();

describe("the service refuses, in its own words,", () => {
  for (const [operation, input, type, message, status = 400] of REQUEST_ROWS)
    it(`${operation} with ${shown(input)}`, async () => {
      const account = fixture().newAccount();
      await account.queue("q");
      await account.queue("q.fifo");
      const base = `http://localhost:4566/${account.accountId}/`;
      const text = JSON.stringify(input).replaceAll('"URL/', `"${base}`);
      const refusal = await account.refusal(operation, JSON.parse(text) as object);
      assert.deepEqual(
        [refusal.type, refusal.message.replaceAll(base, "URL/"), refusal.status],
        [type, message, status],
      );
    });

  for (const [name, value, type, message] of ATTRIBUTE_ROWS)
    it(`the attribute ${name} with the value ${shown(value)}`, async () => {
      const account = fixture().newAccount();
      const Attributes = { [name]: value };
      const expected = [type, message ?? `Invalid value for the parameter ${name}.`];
      const made = await account.refusal("CreateQueue", { QueueName: "new", Attributes });
      assert.deepEqual([made.type, made.message], expected);
      const QueueUrl = await account.queue("q");
      const changed = await account.refusal("SetQueueAttributes", { QueueUrl, Attributes });
      assert.deepEqual([changed.type, changed.message], expected);
    });
});

describe("the limits themselves are allowed", () => {
  const allowed: readonly (readonly [name: string, values: readonly string[]])[] = [
    ["VisibilityTimeout", ["0", "43200"]],
    ["MaximumMessageSize", ["1024", "1048576"]],
    ["MessageRetentionPeriod", ["60", "1209600"]],
    ["DelaySeconds", ["0", "900"]],
    ["ReceiveMessageWaitTimeSeconds", ["0", "20"]],
    ["KmsDataKeyReusePeriodSeconds", ["60", "86400"]],
    ["SqsManagedSseEnabled", ["true", "false"]],
  ];
  for (const [name, values] of allowed)
    it(`for ${name}`, async () => {
      const account = fixture().newAccount();
      const QueueUrl = await account.queue("q");
      for (const value of values) await account.call("SetQueueAttributes", { QueueUrl, Attributes: { [name]: value } });
    });
});

function shown(input: unknown): string {
  const text = JSON.stringify(input);
  return text.length > 150 ? `${text.slice(0, 150)}…` : text;
}
