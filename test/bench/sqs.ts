// SQS over its public API: messages that were sent, received and deleted per second, each step durable before its answer.
import { bareEcho } from "./bare-echo-process.ts";
import { type Answer, Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";
import { CONNECTIONS, perSecond } from "./throughput.ts";

const DURATION_MS = 4_000;
const BACKLOG = 100_000;
const BATCH = 10;
const BODY = JSON.stringify({ order: 1, text: "x".repeat(980) });

/** A request of the JSON protocol with the headers that the JavaScript SDK sends. */
function sqsRequest(operation: string, input: object): Buffer {
  const body = JSON.stringify(input);
  const head = [
    "POST / HTTP/1.1",
    "host: localhost:4566",
    "content-type: application/x-amz-json-1.0",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-amz-target: AmazonSQS.${operation}`,
    "x-amzn-query-mode: true",
    "amz-sdk-invocation-id: 11111111-2222-4333-8444-555555555555",
    "amz-sdk-request: attempt=1; max=3",
    "user-agent: aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs#24.21.0 api/sqs#3.1169.0 m/E",
    "x-amz-date: 20260102T030405Z",
    `x-amz-content-sha256: ${"0".repeat(64)}`,
    `authorization: AWS4-HMAC-SHA256 Credential=test/20260102/us-east-1/sqs/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    "connection: keep-alive",
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** What is read of answers. */
interface Received {
  readonly QueueUrl?: string;
  readonly Messages?: readonly { readonly ReceiptHandle: string }[];
}

/** Sends a request and returns its JSON; throws when it is refused. */
async function ask(connection: Connection, operation: string, input: object): Promise<Received> {
  return parsed(operation, await connection.send(sqsRequest(operation, input)));
}

function parsed(operation: string, { status, body }: Answer): Received {
  if (status !== 200) throw new Error(`${operation} answered ${status}: ${body.toString()}`);
  return JSON.parse(body.toString()) as Received;
}

async function newQueue(port: number, QueueName: string): Promise<string> {
  const connection = await Connection.open(port);
  const { QueueUrl = "" } = await ask(connection, "CreateQueue", { QueueName });
  connection.close();
  return QueueUrl;
}

/** One message at a time: send, receive, delete. Answers how many were deleted. */
async function single(connection: Connection, QueueUrl: string, send: Buffer, receive: Buffer): Promise<number> {
  parsed("SendMessage", await connection.send(send));
  const { Messages = [] } = parsed("ReceiveMessage", await connection.send(receive));
  for (const { ReceiptHandle } of Messages) await ask(connection, "DeleteMessage", { QueueUrl, ReceiptHandle });
  return Messages.length;
}

/** The same with ten messages per request. */
async function batched(connection: Connection, QueueUrl: string, send: Buffer, receive: Buffer): Promise<number> {
  parsed("SendMessageBatch", await connection.send(send));
  const { Messages = [] } = parsed("ReceiveMessage", await connection.send(receive));
  if (Messages.length === 0) return 0;
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
  await ask(connection, "DeleteMessageBatch", { QueueUrl, Entries });
  return Messages.length;
}

function batchEntries(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({ Id: `${index}`, MessageBody: BODY }));
}

/** Messages per second that go the whole way, on as many connections as a busy client has. */
async function cyclesPerSecond(port: number, QueueUrl: string, cycle: typeof single, count: number): Promise<number> {
  const send =
    count === 1
      ? sqsRequest("SendMessage", { QueueUrl, MessageBody: BODY })
      : sqsRequest("SendMessageBatch", { QueueUrl, Entries: batchEntries(count) });
  const receive = sqsRequest("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: count });
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(port)));
  const run = async (endMs: number): Promise<number> => {
    const counts = connections.map(async (connection) => {
      let messages = 0;
      while (performance.now() < endMs) messages += await cycle(connection, QueueUrl, send, receive);
      return messages;
    });
    return (await Promise.all(counts)).reduce((sum, messages) => sum + messages, 0);
  };
  await run(performance.now() + DURATION_MS / 2);
  const startMs = performance.now();
  const messages = await run(startMs + DURATION_MS);
  const rate = (messages * 1_000) / (performance.now() - startMs);
  for (const connection of connections) connection.close();
  return rate;
}

async function fill(port: number, QueueUrl: string, messages: number): Promise<void> {
  const request = sqsRequest("SendMessageBatch", { QueueUrl, Entries: batchEntries(BATCH) });
  let left = messages / BATCH;
  const worker = async (): Promise<void> => {
    const connection = await Connection.open(port);
    while (left-- > 0) parsed("SendMessageBatch", await connection.send(request));
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

/** How long one request takes when there is no other. */
async function sendLatencyMs(port: number, QueueUrl: string): Promise<number> {
  const connection = await Connection.open(port);
  const request = sqsRequest("SendMessage", { QueueUrl, MessageBody: BODY });
  const timesMs: number[] = [];
  for (let n = 0; n < 500; n++) {
    const startMs = performance.now();
    parsed("SendMessage", await connection.send(request));
    timesMs.push(performance.now() - startMs);
  }
  connection.close();
  return quantile(timesMs, 0.5);
}

export async function sqsFigures(port: number): Promise<readonly Figure[]> {
  const echo = await bareEcho();
  const floor = await perSecond(echo.port, invokeRequest("f", BODY), DURATION_MS);
  echo.child.kill();
  const one = await cyclesPerSecond(port, await newQueue(port, "single"), single, 1);
  const ten = await cyclesPerSecond(port, await newQueue(port, "batched"), batched, BATCH);
  const backlog = await newQueue(port, "backlog");
  await fill(port, backlog, BACKLOG);
  const behind = await cyclesPerSecond(port, backlog, single, 1);
  return [
    figure("SendMessage alone, p50", await sendLatencyMs(port, await newQueue(port, "latency")), "ms"),
    figure("send + receive + delete, one message per request", one, "per second", { atLeast: 1_500 }),
    figure("the same with ten messages per request", ten, "per second", { atLeast: 1_500 }),
    figure(`the first, behind a backlog of ${BACKLOG} messages`, behind, "per second", { atLeast: 1_500 }),
    figure("bare echo of 1 KB, requests", floor, "per second"),
  ];
}
