import assert from "node:assert/strict";
import { test } from "node:test";
import { SNS_MESSAGES } from "../../../src/services/sns/error-catalogue.ts";
import sns from "../../../src/wire/models/sns.json" with { type: "json" };
import { PUBLISH_ROWS } from "./publish-error-rows.ts";
import { SUBSCRIPTION_ROWS } from "./subscription-error-rows.ts";
import { TOPIC_ROWS } from "./topic-error-rows.ts";
import { type Account, useSnsService } from "./sns-fixture.ts";

const fixture = useSnsService();
interface Prepared {
  readonly account: Account;
  /** What the rows call by name. */
  readonly names: Readonly<Record<string, string>>;
}

let made: Promise<Prepared> | undefined;

async function prepare(): Promise<Prepared> {
  const account = fixture().newAccount();
  const TOPIC = await account.topic("t");
  const FIFO = await account.topic("t.fifo", { FifoTopic: "true" });
  return { account, names: { TOPIC, FIFO, SUBSCRIPTION: await account.subscribe(TOPIC, account.queue("q")) } };
}

function filledIn(input: object, names: Prepared["names"]): object {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, typeof value === "string" ? (names[value] ?? value) : value]),
  );
}

for (const { name, operation, input, code, message } of [...TOPIC_ROWS, ...SUBSCRIPTION_ROWS, ...PUBLISH_ROWS])
  test(name, async () => {
    const { account, names } = await (made ??= prepare());
    await assert.rejects(account.call(operation, filledIn(input, names)), { code, message });
  });

test("every code of the catalogue is one that the model knows", () => {
  const known = new Set([...Object.keys(sns.shapes), "NotImplementedException"]);
  for (const [name, [code]] of Object.entries(SNS_MESSAGES)) assert.ok(known.has(code), `${name}: ${code}`);
});
