import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setImmediate } from "node:timers/promises";
import { FactBus, type Random, type Scope, systemRandom, TestClock } from "../../src/base/index.ts";
import { type AsyncFact, createLambda, type Lambda, type ObjectSource } from "../../src/lambda/index.ts";
import type { RuntimeCatalogue, RuntimeSpec } from "../../src/runtimes/index.ts";
import type { MergedFolderStore, PackageStore, RecordStore } from "../../src/store/index.ts";
import { mergedFolderStore, packageStore } from "../../src/store/packages/index.ts";
import { openSqlite, type SqliteStores } from "../../src/store/sqlite/index.ts";
import { AwsError, type Handlers, type LambdaOperations, type OperationContext } from "../../src/wire/index.ts";
import { zip } from "../system/zip.ts";
import { RecordingInvoker } from "./recording-invoker.ts";
import { RecordingTargets } from "./recording-targets.ts";

type Input<Name extends keyof LambdaOperations> = LambdaOperations[Name]["input"];
type Output<Name extends keyof LambdaOperations> = LambdaOperations[Name]["output"];

export const ROLE = "arn:aws:iam::000000000000:role/x";

export function runtimeNamed(name: string): RuntimeSpec {
  return {
    name,
    mounts: [],
    bootstraps: [["/var/runtime/bootstrap"]],
    environment: {},
    version: `${name}.v1`,
    versionHash: "ab".repeat(32),
  };
}

const CATALOGUE: RuntimeCatalogue = {
  found: [
    ...["nodejs22.x", "python3.11", "provided.al2023"].map(runtimeNamed),
    {
      ...runtimeNamed("dotnet8"),
      gap: {
        part: ":",
        handlers: "class libraries",
        reason: "it has no client",
        cure: "hearth runtimes install dotnet8",
      },
    },
  ],
  missing: [
    { name: "nodejs20.x", reason: "it is not installed", cure: "hearth runtimes install nodejs20.x", curable: true },
  ],
};

/** One account and region of a control plane, called as the wire calls it. */
export class Account {
  readonly scope: Scope;
  readonly headers: Record<string, string> = {};
  /** Of the next request. */
  requestId = "5f0cf1c1-8a1f-4d0c-9c3b-0d7f2f1f6a11";
  readonly #plane: ControlPlaneFixture;
  #number = 0;

  constructor(plane: ControlPlaneFixture, scope: Scope) {
    this.#plane = plane;
    this.scope = scope;
  }

  async call<Name extends keyof LambdaOperations>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const handler = this.#plane.handlers[name];
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    return handler(input, this.#context());
  }

  /** Different each time. */
  nextNumber(): number {
    return ++this.#number;
  }

  get invoker(): RecordingInvoker {
    return this.#plane.invoker;
  }

  /** The error that a call is answered with. */
  async failure<Name extends keyof LambdaOperations>(name: Name, input: Input<Name>): Promise<AwsError> {
    const outcome = await this.call(name, input).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(outcome instanceof AwsError, `${name} did not fail as AWS does: ${String(outcome)}`);
    return outcome;
  }

  arn(name: string): string {
    return `arn:aws:lambda:${this.scope.region}:${this.scope.accountId}:function:${name}`;
  }

  async create(name: string, input: Partial<Input<"CreateFunction">> = {}): Promise<Output<"CreateFunction">> {
    const Code = { ZipFile: await code(`exports.handler = async () => ${JSON.stringify(name)}`) };
    const required = { FunctionName: name, Runtime: "nodejs22.x", Handler: "index.handler", Role: ROLE, Code };
    return this.call("CreateFunction", { ...required, ...input });
  }

  async createActive(
    name: string,
    input: Partial<Input<"CreateFunction">> = {},
  ): Promise<Output<"GetFunctionConfiguration">> {
    await this.create(name, input);
    return this.settled(name);
  }

  /** Lets activations run and waits until the function is neither pending nor being updated. */
  async settled(name: string): Promise<Output<"GetFunctionConfiguration">> {
    for (;;) {
      await this.#plane.clock.advance(0);
      const configuration = await this.call("GetFunctionConfiguration", { FunctionName: name });
      if (configuration.State !== "Pending" && configuration.LastUpdateStatus !== "InProgress") return configuration;
      await setImmediate();
    }
  }

  #context(): OperationContext {
    const { accountId } = this.scope;
    const arn = `arn:aws:iam::${accountId}:root`;
    return {
      requestId: this.requestId,
      scope: this.scope,
      caller: { accountId, arn, userId: accountId, accessKeyId: undefined },
      headers: this.headers,
      origin: "http://localhost:4566",
      signal: new AbortController().signal,
    };
  }
}

/** Only a test that fails waits this long. */
const UNTIL_MS_MAX = 20_000;

/** A control plane over real stores in a folder of its own. */
export class ControlPlaneFixture {
  readonly clock: TestClock = new TestClock();
  readonly invoker: RecordingInvoker = new RecordingInvoker();
  readonly targets: RecordingTargets = new RecordingTargets();
  readonly reported: unknown[] = [];
  readonly asyncFacts: FactBus<AsyncFact> = new FactBus((error) => this.reported.push(error));
  readonly folder: string;
  readonly packages: PackageStore;
  readonly mergedFolders: MergedFolderStore;
  catalogue: RuntimeCatalogue = CATALOGUE;
  /** Used from the next `restart` on, like the roots. */
  objects: ObjectSource | undefined;
  signingRoots: ReadonlySet<string> = new Set();
  codeStorageBytesMax: number | undefined;
  /** Chance of the next server; see `restart`. */
  random: Random = systemRandom;
  stores: SqliteStores;
  lambda: Lambda;
  /** Loaded, so that calls reach the data plane at once. */
  handlers: Handlers<LambdaOperations> = {};
  #accounts = 0;

  private constructor(folder: string, stores: SqliteStores) {
    this.folder = folder;
    this.stores = stores;
    this.packages = packageStore({ folder: join(folder, "packages") });
    this.mergedFolders = mergedFolderStore({ folder: join(folder, "layers"), packages: this.packages });
    this.lambda = this.#compose();
  }

  /** @param pagesMax limits the database, which is as good as a full disk */
  static async open(pagesMax?: number): Promise<ControlPlaneFixture> {
    const folder = await mkdtemp(join(tmpdir(), "hearth-lambda-"));
    const limit = pagesMax === undefined ? {} : { pagesMax };
    const stores = await openSqlite({ folder, clock: new TestClock(), ...limit });
    const fixture = new ControlPlaneFixture(folder, stores);
    await fixture.#start();
    return fixture;
  }

  get records(): RecordStore {
    return this.stores.records;
  }

  newAccount(region = "eu-west-1"): Account {
    return new Account(this, { accountId: String(++this.#accounts).padStart(12, "0"), region });
  }

  /** A new server on the same data, as after a kill: what the old one held in memory is gone. */
  async restart(): Promise<void> {
    this.lambda = this.#compose();
    await this.#start();
  }

  async #start(): Promise<void> {
    this.handlers = await this.lambda.handlers();
    await this.lambda.start();
  }

  /** The stores of this folder, opened anew; the caller closed the former ones. */
  reopenStores(): Promise<SqliteStores> {
    return openSqlite({ folder: this.folder, clock: new TestClock() });
  }

  /** Waits for what runs in the background, some of it on the disk: as long as it takes, short of for ever. */
  async until(condition: () => Promise<boolean>): Promise<void> {
    const endMs = performance.now() + UNTIL_MS_MAX;
    while (!(await condition())) {
      assert.ok(performance.now() < endMs, "it never happened");
      await this.clock.advance(0);
      await setImmediate();
    }
  }

  async dispose(): Promise<void> {
    await this.lambda.stop();
    await this.stores.close();
    await rm(this.folder, { recursive: true });
  }

  #compose(): Lambda {
    const { packages, mergedFolders, invoker, clock } = this;
    return createLambda({
      records: this.stores.records,
      work: this.stores.work,
      targets: this.targets,
      asyncFacts: this.asyncFacts,
      packages,
      mergedFolders,
      invoker,
      clock,
      random: this.random,
      runtimes: () => this.catalogue,
      objects: this.objects,
      signingRoots: this.signingRoots,
      codeStorageBytesMax: this.codeStorageBytesMax,
      report: (error) => this.reported.push(error),
    });
  }
}

/** A fixture for the tests of one file. */
export function useControlPlane(): () => ControlPlaneFixture {
  let fixture: ControlPlaneFixture | undefined;
  before(async () => {
    fixture = await ControlPlaneFixture.open();
  });
  after(() => fixture?.dispose());
  return () => {
    assert.ok(fixture, "the stores are not open");
    return fixture;
  };
}

/** A deployment package with one file. */
export function code(source: string): Promise<Buffer> {
  return zip({ "index.js": source });
}
