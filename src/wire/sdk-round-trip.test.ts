import assert from "node:assert/strict";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import * as lambda from "@aws-sdk/client-lambda";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { systemClock, systemRandom } from "../base/index.ts";
import { findModel } from "./catalogue.ts";
import { createDispatcherOver } from "./create-dispatcher.ts";
import type { Handler } from "./dispatcher.ts";
import type { ServiceModel } from "./model.ts";
import { AwsError } from "./operation.ts";
import { comparable, fullValue, withoutConstraints } from "./testing/model-values.ts";

interface Sdk {
  readonly service: string;
  readonly exported: object;
  readonly client: string;
  readonly options: object;
}

const SDKS: readonly Sdk[] = [
  { service: "lambda", exported: lambda, client: "LambdaClient", options: {} },
  { service: "logs", exported: logs, client: "CloudWatchLogsClient", options: { disableHostPrefix: true } },
  { service: "sts", exported: sts, client: "STSClient", options: {} },
  { service: "sqs", exported: sqs, client: "SQSClient", options: { md5: false, useQueueUrlAsEndpoint: false } },
];

interface Client {
  send(command: object): Promise<object>;
  destroy(): void;
}
type Construct<T> = new (options: object) => T;

function member(source: object, name: string): Construct<object> {
  const value: unknown = Reflect.get(source, name);
  assert.ok(typeof value === "function", `the SDK has no ${name}`);
  return value as Construct<object>;
}

/** What the handler saw and what it shall answer; set anew for every call. */
interface Stage {
  operation: string;
  input: unknown;
  output: unknown;
  error: AwsError | undefined;
}

function serveDispatcher(model: ServiceModel, stage: Stage): Server {
  const handlers: Record<string, Handler> = {};
  for (const name of Object.keys(model.operations))
    handlers[name] = (input) => {
      stage.operation = name;
      stage.input = input;
      return stage.error === undefined ? Promise.resolve(stage.output) : Promise.reject(stage.error);
    };
  const dispatcher = createDispatcherOver(() => model, {
    services: [{ service: model.service, handlers }],
    authentication: { mode: "off", defaultAccountId: "000000000000", defaultRegion: "us-east-1" },
    clock: systemClock,
    random: systemRandom,
    onFailure: (error) => assert.fail(String(error)),
  });
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
      const head = { method: request.method ?? "", url: request.url ?? "", headers: Object.fromEntries(headers) };
      const answering = dispatcher.dispatch(head, Buffer.concat(chunks), new AbortController().signal);
      void answering.then(({ status, headers: answered, body }) => response.writeHead(status, answered).end(body));
    });
  });
}

async function drained(output: object): Promise<object> {
  const entries = Object.entries(output).map(async ([key, value]: [string, unknown]) => {
    const isStream = typeof value === "object" && value !== null && "transformToByteArray" in value;
    if (!isStream) return [key, value];
    return [key, await (value as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray()];
  });
  return Object.fromEntries(await Promise.all(entries)) as object;
}

function hasEventStream(model: ServiceModel, shapeName: string | undefined): boolean {
  const shape = shapeName === undefined ? undefined : model.shapes[shapeName];
  if (shape?.type !== "structure") return false;
  return Object.values(shape.members).some((entry) => {
    const target = model.shapes[entry.shape];
    return target?.type === "union" && target.eventStream === true;
  });
}

for (const { service, exported, client: clientName, options } of SDKS) {
  const described = findModel(service);
  assert.ok(described !== undefined);
  const model = withoutConstraints(described);

  describe(`${service} with its own SDK client`, () => {
    const stage: Stage = { operation: "", input: undefined, output: undefined, error: undefined };
    const server = serveDispatcher(model, stage);
    let client: Client;
    const send = (operation: string, input: unknown): Promise<object> =>
      client.send(new (member(exported, `${operation}Command`))(input as object));

    before(async () => {
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
      const address = server.address();
      assert.ok(typeof address === "object" && address !== null);
      client = new (member(exported, clientName) as Construct<Client>)({
        region: "us-east-1",
        credentials: { accessKeyId: "000000000000", secretAccessKey: "any" },
        endpoint: `http://127.0.0.1:${address.port}`,
        maxAttempts: 1,
        ...options,
      });
    });
    after(() => {
      client.destroy();
      server.closeAllConnections();
      server.close();
    });

    for (const [name, operation] of Object.entries(model.operations)) {
      // Streams of events have a test of their own, in `event-stream`.
      if (hasEventStream(model, operation.output)) continue;
      test(`${name} goes there and back`, async () => {
        const input = operation.input === undefined ? {} : fullValue(model, operation.input);
        const output = operation.output === undefined ? {} : fullValue(model, operation.output);
        Object.assign(stage, { operation: "", input: undefined, output, error: undefined });
        const answer = await send(name, input);
        assert.equal(stage.operation, name);
        assert.deepEqual(comparable(stage.input), comparable(input));
        assert.deepEqual(comparable(await drained(answer)), comparable(output));
      });
    }

    for (const [name, shape] of Object.entries(model.shapes)) {
      if (shape.type !== "structure" || shape.status === undefined) continue;
      test(`${name} reaches the client as its own class`, async () => {
        const operation = Object.entries(model.operations).find(([, { http }]) => http?.[0] !== "GET")?.[0] ?? "";
        const values = Object.entries(fullValue(model, name, "", 0, true) as object);
        const members: Record<string, unknown> = Object.fromEntries(values.filter(([key]) => !/^message$/i.test(key)));
        Object.assign(stage, { error: new AwsError(name, "what é <went> wrong", { members }) });
        const caught: unknown = await send(operation, fullValue(model, model.operations[operation]?.input ?? "")).then(
          () => assert.fail("no error"),
          (error: unknown) => error,
        );
        assert.ok(caught instanceof member(exported, name) && caught instanceof Error, String(caught));
        assert.equal(caught.message, "what é <went> wrong");
        for (const [key, value] of Object.entries(members))
          assert.deepEqual(comparable(Reflect.get(caught, key)), comparable(value), key);
      });
    }
  });
}
