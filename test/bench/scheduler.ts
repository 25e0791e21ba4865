// Ten thousand schedules that are due at once, over the wire: when the queue that they send to got each message.
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type HearthProcess, pause } from "../system/hearth-process.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const SCHEDULES = 10_000;
/** Requests under way at once. */
const SIDE_BY_SIDE = 50;
/** Schedules are made and then left alone before they are due. */
const REST_MS = 5_000;
const ACCOUNT = "000000000000";

interface Clients {
  readonly scheduler: SchedulerClient;
  readonly sqs: SQSClient;
}

/** How late each message was that schedules of one expression sent, in milliseconds. */
async function lateness(
  { scheduler, sqs }: Clients,
  name: string,
  expression: (dueMs: number) => string,
): Promise<number[]> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  // Far enough away, on a full minute, as a cron expression has it; making them takes a while.
  const dueMs = Math.ceil((Date.now() + 45_000) / 60_000) * 60_000;
  const make = (index: number): Promise<unknown> =>
    scheduler.send(
      new CreateScheduleCommand({
        Name: `${name}-${index}`,
        ScheduleExpression: expression(dueMs),
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`,
          RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
          Input: "x".repeat(200),
        },
      }),
    );
  for (let first = 0; first < SCHEDULES; first += SIDE_BY_SIDE)
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, index) => make(first + index)));
  if (Date.now() > dueMs - REST_MS) throw new Error(`making ${SCHEDULES} schedules took too long on this machine`);
  // Nobody asks the server while they fire.
  await pause(dueMs - Date.now() + 10_000);
  const lateMs: number[] = [];
  while (lateMs.length < SCHEDULES) lateMs.push(...(await receive(sqs, QueueUrl)).map((sentMs) => sentMs - dueMs));
  return lateMs;
}

async function receive(sqs: SQSClient, QueueUrl: string): Promise<number[]> {
  const pages = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ["SentTimestamp"],
          VisibilityTimeout: 600,
        }),
      );
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      return Messages.map(({ Attributes }) => Number(Attributes?.SentTimestamp));
    }),
  );
  return pages.flat();
}

const at = (dueMs: number): string => `at(${new Date(dueMs).toISOString().slice(0, 19)})`;
const cron = (dueMs: number): string => {
  const due = new Date(dueMs);
  return `cron(${due.getUTCMinutes()} ${due.getUTCHours()} * * ? *)`;
};

export async function schedulerFigures(hearth: HearthProcess): Promise<Figure[]> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint: hearth.endpoint, region: "us-east-1", credentials };
  const clients = { scheduler: new SchedulerClient(settings), sqs: new SQSClient(settings) };
  const figures: Figure[] = [];
  for (const [name, expression] of [
    ["one-time", at],
    ["cron", cron],
  ] as const) {
    const lateMs = await lateness(clients, name, expression);
    const bound = { atMost: 2000 };
    figures.push(figure(`${SCHEDULES} ${name} schedules due at once: late by, p50`, quantile(lateMs, 0.5), "ms"));
    figures.push(figure(`${SCHEDULES} ${name} schedules due at once: late by, last`, Math.max(...lateMs), "ms", bound));
  }
  clients.scheduler.destroy();
  clients.sqs.destroy();
  return figures;
}
