import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { TestClock } from "../../../src/base/index.ts";
import type { Scope } from "../../../src/base/index.ts";
import { createLogsService } from "../../../src/services/logs/index.ts";
import type { LogsService } from "../../../src/services/logs/index.ts";
import { openSqlite } from "../../../src/store/sqlite/index.ts";
import type { SqliteStores } from "../../../src/store/sqlite/index.ts";
import type { LogsOperations, OperationContext } from "../../../src/wire/index.ts";

type Input<Name extends keyof LogsOperations> = LogsOperations[Name]["input"];
type Output<Name extends keyof LogsOperations> = LogsOperations[Name]["output"];

/** An account of its own, so that tests share a store without seeing each other. */
export class Account {
  readonly scope: Scope;
  readonly #service: LogsService;

  constructor(service: LogsService, accountId: string, region = "eu-west-1") {
    this.scope = { accountId, region };
    this.#service = service;
  }

  async call<Name extends keyof LogsOperations>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const handler = (await this.#service.handlers())[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    return handler(input, this.#context());
  }

  async makeStream(logGroupName: string, logStreamName: string): Promise<void> {
    await this.call("CreateLogGroup", { logGroupName });
    await this.call("CreateLogStream", { logGroupName, logStreamName });
  }

  #context(): OperationContext {
    return {
      requestId: "00000000-0000-4000-8000-000000000000",
      scope: this.scope,
      caller: {
        accountId: this.scope.accountId,
        arn: `arn:aws:iam::${this.scope.accountId}:root`,
        userId: this.scope.accountId,
        accessKeyId: undefined,
      },
      headers: {},
      origin: "http://localhost:4566",
      signal: new AbortController().signal,
    };
  }
}

export interface LogsFixture {
  readonly clock: TestClock;
  readonly stores: SqliteStores;
  readonly service: LogsService;
  readonly failures: unknown[];
  readonly newAccount: () => Account;
}

/** The service over a real store in a folder of its own, for the tests of one file. */
export function useLogsService(): () => LogsFixture {
  let fixture: (LogsFixture & { folder: string }) | undefined;
  let accounts = 0;
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "hearth-logs-"));
    const clock = new TestClock();
    const stores = await openSqlite({ folder, clock });
    const failures: unknown[] = [];
    const service = createLogsService({ logs: stores.logs, clock, onFailure: (error) => failures.push(error) });
    const newAccount = (): Account => new Account(service, String(++accounts).padStart(12, "0"));
    fixture = { folder, clock, stores, service, failures, newAccount };
  });
  after(async () => {
    await fixture?.service.stop();
    await fixture?.stores.close();
    if (fixture !== undefined) await rm(fixture.folder, { recursive: true });
  });
  return () => {
    if (fixture === undefined) throw new Error("the store is not open");
    return fixture;
  };
}
