// SNS with the stock SDK and the stock AWS CLI, and real HTTP endpoints.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  paginateListTopics,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  type SubscribeCommandInput,
} from "@aws-sdk/client-sns";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";
import { HttpSubscriber } from "./http-subscriber.ts";
import { isGenuine } from "./verify-sns-message.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

describe("sns", () => {
  let hearth: HearthProcess;
  let client: SNSClient;
  let cli: AwsCli;
  let subscriber: HttpSubscriber;
  let topics = 0;

  before(async () => {
    hearth = await HearthProcess.start();
    client = new SNSClient({ endpoint: hearth.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    cli = new AwsCli(hearth.endpoint);
  });
  after(async () => {
    client.destroy();
    await hearth.dispose();
  });

  async function subscribed(
    attributes: Readonly<Record<string, string>> = {},
    topicAttributes: Readonly<Record<string, string>> = {},
  ): Promise<{ topic: string; arn: string }> {
    subscriber = await HttpSubscriber.start();
    const create = new CreateTopicCommand({ Name: `topic-${++topics}`, Attributes: topicAttributes });
    const { TopicArn: topic = "" } = await client.send(create);
    const input: SubscribeCommandInput = {
      TopicArn: topic,
      Protocol: "http",
      Endpoint: subscriber.url,
      Attributes: attributes,
    };
    const pending = await client.send(new SubscribeCommand(input));
    assert.equal(pending.SubscriptionArn, "pending confirmation");
    await subscriber.confirm();
    const list = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
    return { topic, arn: list.Subscriptions?.[0]?.SubscriptionArn ?? "" };
  }

  for (const SignatureVersion of ["1", "2"])
    it(`an endpoint confirms itself and gets messages that it can verify, signature version ${SignatureVersion}`, async () => {
      const { topic, arn } = await subscribed({}, { SignatureVersion });
      const { MessageId } = await client.send(
        new PublishCommand({
          TopicArn: topic,
          Message: "Grüße & <tags>",
          Subject: "s",
          MessageAttributes: {
            text: { DataType: "String", StringValue: "x y" },
            bytes: { DataType: "Binary", BinaryValue: Buffer.from([0, 255]) },
          },
        }),
      );
      const messages = await subscriber.messages(2);
      assert.deepEqual(
        messages.map(({ Type }) => Type),
        ["SubscriptionConfirmation", "Notification"],
      );
      assert.deepEqual(await Promise.all(messages.map(isGenuine)), [true, true]);
      assert.equal(messages[1]?.["SignatureVersion"], SignatureVersion);
      assert.equal(messages[1]?.["MessageId"], MessageId);
      assert.equal(messages[1]?.["Message"], "Grüße & <tags>");
      assert.deepEqual(messages[1]?.["MessageAttributes"], {
        text: { Type: "String", Value: "x y" },
        bytes: { Type: "Binary", Value: "AP8=" },
      });
      const { headers } = subscriber.posts[1] ?? {};
      assert.equal(headers?.["x-amz-sns-message-id"], MessageId);
      assert.equal(headers?.["x-amz-sns-subscription-arn"], arn);
      assert.equal(headers?.["user-agent"], "Amazon Simple Notification Service Agent");
      assert.ok(!(await isGenuine({ ...messages[1], Message: "other" })));
      await subscriber.stop();
    });

  it("a subscription is ended by the link in its messages, and restored by the link that follows", async () => {
    const { topic, arn } = await subscribed();
    await client.send(new PublishCommand({ TopicArn: topic, Message: "1" }));
    const [, notification] = await subscriber.messages(2);
    assert.equal((await fetch(notification?.["UnsubscribeURL"] ?? "")).status, 200);
    const end = (await subscriber.messages(3))[2];
    assert.equal(end?.["Type"], "UnsubscribeConfirmation");
    assert.ok(end !== undefined && (await isGenuine(end)));
    await client.send(new PublishCommand({ TopicArn: topic, Message: "2" }));
    const list = new ListSubscriptionsByTopicCommand({ TopicArn: topic });
    assert.equal((await client.send(list)).Subscriptions?.[0]?.SubscriptionArn, "Deleted");
    const restored = await fetch(end["SubscribeURL"] ?? "");
    assert.match(await restored.text(), new RegExp(`<SubscriptionArn>${arn}</SubscriptionArn>`));
    await client.send(new PublishCommand({ TopicArn: topic, Message: "3" }));
    assert.equal((await subscriber.messages(4))[3]?.["Message"], "3");
    await subscriber.stop();
  });

  it("a signed confirmation may ask that the end be signed as well", async () => {
    subscriber = await HttpSubscriber.start();
    const { TopicArn: topic = "" } = await client.send(new CreateTopicCommand({ Name: "guarded" }));
    await client.send(new SubscribeCommand({ TopicArn: topic, Protocol: "http", Endpoint: subscriber.url }));
    const [{ Token = "" } = {}] = await subscriber.messages(1);
    const confirm = { TopicArn: topic, Token, AuthenticateOnUnsubscribe: "true" };
    const { SubscriptionArn = "" } = await client.send(new ConfirmSubscriptionCommand(confirm));
    const link = `${hearth.endpoint}/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`;
    assert.equal((await fetch(link)).status, 403);
    const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    assert.equal(Attributes?.["ConfirmationWasAuthenticated"], "true");
    await cli.text("sns", "unsubscribe", "--subscription-arn", SubscriptionArn);
    await subscriber.stop();
  });

  it("raw messages come bare, in batches too, and refused entries do not keep the others", async () => {
    const { topic } = await subscribed({ RawMessageDelivery: "true", FilterPolicy: '{"n":[{"numeric":["<",3]}]}' });
    const entries = [1, 2, 3, 0].map((n) => ({
      Id: String(n),
      Message: `{"n":${n}}`,
      MessageAttributes: { n: { DataType: "Number", StringValue: String(n) } },
      ...(n === 0 ? { Subject: "a\nb" } : {}),
    }));
    const answer = await client.send(new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries: entries }));
    assert.deepEqual(
      answer.Successful?.map(({ Id }) => Id),
      ["1", "2", "3"],
    );
    assert.deepEqual(answer.Failed, [
      { Id: "0", Code: "InvalidParameter", Message: "Invalid parameter: Subject", SenderFault: true },
    ]);
    await subscriber.messages(3);
    const bodies = subscriber.posts.slice(1).map(({ body }) => body);
    assert.deepEqual(bodies.toSorted(), ['{"n":1}', '{"n":2}']);
    assert.equal(subscriber.posts[1]?.headers["x-amz-sns-rawdelivery"], "true");
    await subscriber.stop();
  });

  it("lists come in pages that the SDK follows", async () => {
    const own = new SNSClient({ endpoint: hearth.endpoint, region: "eu-west-2", credentials });
    const names = Array.from({ length: 205 }, (_, index) => `many-${String(index).padStart(3, "0")}`);
    await Promise.all(names.map((Name) => own.send(new CreateTopicCommand({ Name }))));
    const found: string[] = [];
    for await (const { Topics = [] } of paginateListTopics({ client: own }, {}))
      found.push(...Topics.map(({ TopicArn = "" }) => TopicArn.split(":")[5] ?? ""));
    assert.deepEqual(found, names);
    own.destroy();
  });

  it("errors are what the AWS CLI knows", async () => {
    const arn = "arn:aws:sns:us-east-1:000000000000:nobody";
    assert.match(
      await cli.failure("sns", "publish", "--topic-arn", arn, "--message", "m"),
      /\(NotFound\).*Topic does not exist/,
    );
    assert.match(
      await cli.failure("sns", "create-topic", "--name", "a b"),
      /\(InvalidParameter\).*Invalid parameter: Topic Name/,
    );
    assert.match(await cli.failure("sns", "list-tags-for-resource", "--resource-arn", arn), /\(ResourceNotFound\)/);
    assert.match(await cli.failure("sns", "list-platform-applications"), /ListPlatformApplications is not implemented/);
  });
});

it("kill -9: every subscriber gets every message that was acknowledged", async () => {
  const first = await HearthProcess.start();
  const client = new SNSClient({ endpoint: first.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const { TopicArn = "" } = await client.send(new CreateTopicCommand({ Name: "durable" }));
  const subscribers = await Promise.all([1, 2, 3].map(() => HttpSubscriber.start()));
  const retries = { minDelayTarget: 1, maxDelayTarget: 1, numRetries: 50 };
  for (const { url: Endpoint } of subscribers)
    await client.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "http",
        Endpoint,
        Attributes: { DeliveryPolicy: JSON.stringify({ healthyRetryPolicy: retries }) },
      }),
    );
  for (const subscriber of subscribers) await subscriber.confirm();
  // One of them is down until the server was killed.
  const [down] = subscribers;
  assert.ok(down !== undefined);
  down.status = 503;
  const acknowledged = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const { MessageId } = await client.send(new PublishCommand({ TopicArn, Message: `m${index}` }));
      return MessageId;
    }),
  );
  await first.end("SIGKILL");
  client.destroy();
  down.posts.length = 0;
  down.status = 200;
  const second = await HearthProcess.start({ dataFolder: first.dataFolder });
  for (const subscriber of subscribers) {
    for (;;) {
      const messages = await subscriber.messages(1);
      const got = new Set(messages.map(({ MessageId }) => MessageId));
      if (acknowledged.every((id) => got.has(id ?? ""))) break;
      await subscriber.messages(messages.length + 1);
    }
    await subscriber.stop();
  }
  await second.dispose();
});

it("with signatures on, links need none and everything else does", async () => {
  const hearth = await HearthProcess.start({ flags: ["--auth", "sigv4"] });
  const confirm = new URLSearchParams({
    Action: "ConfirmSubscription",
    TopicArn: "arn:aws:sns:us-east-1:000000000000:t",
    Token: "0",
  });
  const answer = await fetch(`${hearth.endpoint}/?${confirm.toString()}`);
  assert.equal(answer.status, 400);
  assert.match(await answer.text(), /<Code>InvalidParameter<\/Code><Message>Invalid token<\/Message>/);
  const list = await fetch(`${hearth.endpoint}/?Action=ListTopics`);
  assert.equal(list.status, 403);
  await hearth.dispose();
});
