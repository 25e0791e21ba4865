// Every event of every service model, read by the service's own SDK client.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as lambda from "@aws-sdk/client-lambda";
import { systemClock, systemRandom } from "../../base/index.ts";
import { findModel } from "../catalogue.ts";
import { createDispatcherOver } from "../create-dispatcher.ts";
import type { ServiceModel, StructureModel } from "../model.ts";
import { shapeOf, structureOf } from "../model.ts";
import { AwsError } from "../operation.ts";
import { comparable, fullValue, withoutConstraints } from "../testing/model-values.ts";
import { streamMember } from "./stream-member.ts";

interface Client {
  send(command: object): Promise<object>;
  destroy(): void;
}
type Construct<T> = new (options: object) => T;

function member<T>(source: object, name: string): Construct<T> {
  const value: unknown = Reflect.get(source, name);
  assert.ok(typeof value === "function", `the SDK has no ${name}`);
  return value as Construct<T>;
}

const SDKS = [
  { service: "lambda", exported: lambda, client: "LambdaClient" },
  { service: "logs", exported: logs, client: "CloudWatchLogsClient" },
];

/** What the operations stream, and what went wrong beside the answer. */
interface Stage {
  events: () => AsyncIterable<unknown>;
  readonly failures: unknown[];
}

for (const { service, exported, client: clientName } of SDKS) {
  const described = findModel(service);
  assert.ok(described !== undefined);
  const model = withoutConstraints(described);
  const streams = Object.entries(model.operations).flatMap(([operation, { input, output }]) => {
    const stream = streamMember(model, structureOf(model, output));
    return stream === undefined ? [] : [{ operation, input: input ?? "", ...stream }];
  });
  const stage: Stage = { events: none, failures: [] };

  describe(`the event streams of ${service}`, () => {
    const server = serve(model, Object.fromEntries(streams.map(({ operation, name }) => [operation, name])), stage);
    let client: Client;
    before(async () => {
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
      client = new (member<Client>(exported, clientName))({
        region: "us-east-1",
        credentials: { accessKeyId: "000000000000", secretAccessKey: "any" },
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        maxAttempts: 1,
        disableHostPrefix: true,
      });
    });
    after(() => {
      client.destroy();
      server.closeAllConnections();
      server.close();
    });

    test("are there to be tested", () => assert.ok(streams.length > 0));

    for (const { operation, input, name, union } of streams) {
      const kinds = Object.entries(unionOf(model, union));
      const isError = (shape: string): boolean => structureOf(model, shape).status !== undefined;
      const read = async (): Promise<object[]> => {
        const command = new (member<object>(exported, `${operation}Command`))(fullValue(model, input) as object);
        const events: object[] = [];
        for await (const event of Reflect.get(await client.send(command), name) as AsyncIterable<object>)
          events.push(event);
        return events;
      };

      test(`${operation} is read event by event`, async () => {
        const events = kinds.flatMap(([kind, { shape }]) =>
          isError(shape) ? [] : [{ [kind]: fullValue(model, shape) }],
        );
        stage.events = () => Readable.from(events);
        assert.deepEqual(comparable(await read()), comparable(events));
      });

      for (const [kind] of kinds.filter(([, { shape }]) => isError(shape)))
        test(`${operation} breaks off with ${kind} as its own class`, async () => {
          stage.events = () => failing(new AwsError(kind, "that was é it"));
          const error = await read().then(
            () => assert.fail("no error"),
            (caught: unknown) => caught,
          );
          assert.ok(error instanceof member(exported, kind) && error instanceof Error, String(error));
          assert.equal(error.message, "that was é it");
        });

      test(`${operation} breaks off with an error that its stream does not have`, async () => {
        stage.events = () => failing(new AwsError("ServiceUnavailable", "no more"));
        await assert.rejects(read(), { name: "ServiceUnavailable", message: /^no more/ });
        assert.deepEqual(stage.failures, []);
      });

      test(`${operation} breaks off without saying why a bug stopped it, which is reported`, async () => {
        const bug = new RangeError("a bug");
        stage.events = () => failing(bug);
        await assert.rejects(read(), (error: Error) => !error.message.includes("a bug"));
        assert.deepEqual(stage.failures.splice(0), [bug]);
      });
    }
  });
}

function unionOf(model: ServiceModel, name: string): StructureModel["members"] {
  const shape = shapeOf(model, name);
  assert.equal(shape.type, "union");
  return "members" in shape ? shape.members : {};
}

async function* failing(error: Error): AsyncGenerator {
  yield* [];
  throw error;
}

async function* none(): AsyncGenerator {}

function serve(model: ServiceModel, members: Readonly<Record<string, string>>, stage: Stage): Server {
  const handlers = Object.fromEntries(
    Object.entries(members).map(([operation, name]) => [operation, () => Promise.resolve({ [name]: stage.events() })]),
  );
  const dispatcher = createDispatcherOver(() => model, {
    services: [{ service: model.service, handlers }],
    authentication: { mode: "off", defaultAccountId: "000000000000", defaultRegion: "us-east-1" },
    clock: systemClock,
    random: systemRandom,
    onFailure: (error) => stage.failures.push(error),
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks = (await request.toArray()) as Buffer[];
    const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
    const head = { method: request.method ?? "", url: request.url ?? "", headers: Object.fromEntries(headers) };
    const answered = await dispatcher.dispatch(head, Buffer.concat(chunks), new AbortController().signal);
    response.writeHead(answered.status, answered.headers);
    const body = answered.body instanceof Uint8Array ? [answered.body] : answered.body;
    await pipeline(Readable.from(body), response).catch((error: unknown) => stage.failures.push(error));
  };
  return createServer((request, response) => void answer(request, response));
}
