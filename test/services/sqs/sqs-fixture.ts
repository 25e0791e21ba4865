import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setImmediate } from "node:timers/promises";
import { systemRandom, TestClock } from "../../../src/base/index.ts";
import { createSqsService, type SqsService } from "../../../src/services/sqs/index.ts";
import { openSqlite, type SqliteStores } from "../../../src/store/sqlite/index.ts";
import { createDispatcher, type Dispatcher, type SqsOperations } from "../../../src/wire/index.ts";

type Input<Name extends keyof SqsOperations> = SqsOperations[Name]["input"];
/** What a JSON client reads; binary values are base64. */
type Output<Name extends keyof SqsOperations> = SqsOperations[Name]["output"] extends void
  ? Record<string, never>
  : SqsOperations[Name]["output"];

export interface Refusal {
  readonly status: number;
  /** Without its namespace. */
  readonly type: string;
  readonly message: string;
  /** `x-amzn-query-error`. */
  readonly queryError: string | undefined;
}

/** An account of its own, which speaks JSON with the service through the wire. */
export class Account {
  readonly accountId: string;
  readonly #dispatcher: Dispatcher;

  constructor(dispatcher: Dispatcher, accountId: string) {
    this.#dispatcher = dispatcher;
    this.accountId = accountId;
  }

  /** Sends whatever is given, right or wrong. */
  async send(
    operation: string,
    input: object,
    signal?: AbortSignal,
  ): Promise<{ status: number; body: unknown; queryError: string | undefined }> {
    const scope = `${this.accountId}/20240101/eu-west-1/sqs/aws4_request`;
    const headers = {
      host: "localhost:4566",
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
    };
    const body = Buffer.from(JSON.stringify(input));
    const head = { method: "POST", url: "/", headers };
    const answer = await this.#dispatcher.dispatch(head, body, signal ?? new AbortController().signal);
    assert.ok(answer.body instanceof Uint8Array);
    const text = Buffer.from(answer.body).toString();
    return { status: answer.status, body: JSON.parse(text), queryError: answer.headers["x-amzn-query-error"] };
  }

  async call<Name extends keyof SqsOperations>(
    operation: Name,
    input: Input<Name>,
    signal?: AbortSignal,
  ): Promise<Output<Name>> {
    const { status, body } = await this.send(operation, input, signal);
    assert.equal(status, 200, `${operation}: ${JSON.stringify(body)}`);
    return body as Output<Name>;
  }

  /** What the service refuses a request with. */
  async refusal(operation: keyof SqsOperations, input: object): Promise<Refusal> {
    const { status, body, queryError } = await this.send(operation, input);
    assert.notEqual(status, 200, `${operation} succeeded: ${JSON.stringify(body)}`);
    const { __type: type, message, Message } = body as Record<string, string | undefined>;
    return { status, type: type?.split("#")[1] ?? "", message: message ?? Message ?? "", queryError };
  }

  async queue(name: string, Attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    const attributes = name.endsWith(".fifo") ? { FifoQueue: "true", ...Attributes } : Attributes;
    const { QueueUrl } = await this.call("CreateQueue", { QueueName: name, Attributes: attributes });
    return QueueUrl ?? assert.fail("no URL");
  }

  arn(name: string): string {
    return `arn:aws:sqs:eu-west-1:${this.accountId}:${name}`;
  }

  /** Bodies of what is received now. */
  async bodies(QueueUrl: string, more: Partial<Input<"ReceiveMessage">> = {}): Promise<readonly string[]> {
    const { Messages = [] } = await this.call("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10, ...more });
    return Messages.map(({ Body }) => Body ?? "");
  }
}

export interface SqsFixture {
  readonly clock: TestClock;
  readonly stores: SqliteStores;
  readonly service: SqsService;
  readonly failures: unknown[];
  readonly newAccount: () => Account;
  /** Another service over the same store, as after a restart. */
  readonly another: () => { readonly service: SqsService; readonly as: (account: Account) => Account };
  /** Lets everything that is under way come to where it waits for time or for messages. */
  readonly settle: () => Promise<void>;
}

function serve(
  stores: SqliteStores,
  clock: TestClock,
  failures: unknown[],
): { service: SqsService; dispatcher: Dispatcher } {
  const onFailure = (error: unknown): void => {
    failures.push(error);
  };
  const service = createSqsService({ ...stores, clock, random: systemRandom, onFailure });
  const dispatcher = createDispatcher({
    services: [{ service: "sqs", handlers: service.handlers }],
    authentication: { mode: "off", defaultAccountId: "000000000000", defaultRegion: "eu-west-1" },
    clock,
    random: systemRandom,
    onFailure,
  });
  return { service, dispatcher };
}

/** The service over a real store in a folder of its own, for the tests of one file. */
export function useSqsService(): () => SqsFixture {
  let fixture: (SqsFixture & { folder: string }) | undefined;
  let accounts = 0;
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "hearth-sqs-"));
    const clock = new TestClock();
    const stores = await openSqlite({ folder, clock });
    const failures: unknown[] = [];
    const { service, dispatcher } = serve(stores, clock, failures);
    fixture = {
      folder,
      clock,
      stores,
      service,
      failures,
      newAccount: () => new Account(dispatcher, String(++accounts).padStart(12, "0")),
      another: () => {
        const { service: other, dispatcher: door } = serve(stores, clock, failures);
        return { service: other, as: ({ accountId }) => new Account(door, accountId) };
      },
      settle: async () => {
        for (let round = 0; round < 5; round++) {
          // Operations of the store are done in their order, so that all former ones are over after this one.
          await stores.messages.expire(0);
          await stores.records.write([{ op: "put", kind: "settle", key: "", value: round }]);
          await setImmediate();
        }
      },
    };
  });
  after(async () => {
    await fixture?.service.stop();
    await fixture?.stores.close();
    if (fixture !== undefined) {
      await rm(fixture.folder, { recursive: true });
      assert.deepEqual(fixture.failures, []);
    }
  });
  return () => fixture ?? assert.fail("before the tests");
}
