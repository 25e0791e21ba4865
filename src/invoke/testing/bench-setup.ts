// Not a test: a function, an invoker and a fact recorder, for the tests of this folder.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { FactBus, systemClock, systemRandom } from "../../base/index.ts";
import type { InvokerOptions } from "../create-invoker.ts";
import { createInvoker } from "../create-invoker.ts";
import type { InvokeFact } from "../facts.ts";
import type { InvocationRequest, InvocationResult, Invoker } from "../invoker.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { renderLog } from "../logs/render-log.ts";
import { ChildDriver } from "./child-driver.ts";

/** A guest that speaks raw HTTP and does what the event says. Statements of `init` run before its first `next`. */
const GUEST = `
import http from "node:http";
import fs from "node:fs";
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true });
const call = (method, path, body, headers = {}) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, agent, method, path: "/2018-06-01/runtime" + path,
    headers: { ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) } }, (response) => {
    const parts = []; response.on("data", (part) => parts.push(part));
    response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }));
  });
  request.on("error", reject); request.end(body);
});
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const fail = (path, error, type) => call("POST", path, JSON.stringify(error), { "lambda-runtime-function-error-type": type });
let count = 0;
/*INIT*/
for (;;) {
  const event = await call("GET", "/invocation/next");
  const id = event.headers["lambda-runtime-aws-request-id"];
  const input = JSON.parse(event.body);
  count += 1;
  try {
    const handler = new Function("input", "event", "id", "count", "call", "fail", "sleep", "fs", "process", "return (async () => {" + (input.run ?? "") + "})()");
    const result = await handler(input, event, id, count, call, fail, sleep, fs, process);
    if (!input.silent) await call("POST", "/invocation/" + id + "/response", JSON.stringify(result === undefined ? null : result));
    if (input.after) await new Function("sleep", "process", "call", "id", "return (async () => {" + input.after + "})()")(sleep, process, call, id);
  } catch (error) {
    await fail("/invocation/" + id + "/error", { errorType: error.name, errorMessage: error.message }, "Function." + error.name);
  }
}
`;

export interface SpecOptions {
  readonly init?: string;
  readonly guest?: string;
  readonly spec?: Partial<LaunchSpec>;
}

export interface Bench {
  readonly driver: ChildDriver;
  readonly invoker: Invoker;
  readonly facts: InvokeFact[];
  readonly faults: unknown[];
  spec(options?: SpecOptions): LaunchSpec;
  /** Runs one event; `run` is the body of an async function in the guest. */
  invoke(
    spec: LaunchSpec,
    run: string,
    more?: Partial<InvocationRequest> & { after?: string; silent?: boolean },
  ): Promise<InvocationResult>;
  /** Resolves when every invocation has its report and its environment is idle. */
  settled(): Promise<void>;
  /** The log so far, lines without their newline. */
  log(): string[];
}

let requests = 0;

export function requestId(): string {
  requests += 1;
  return `00000000-0000-4000-8000-${String(requests).padStart(12, "0")}`;
}

export function setUp(t: TestContext, options: Partial<InvokerOptions> = {}): Bench {
  const driver = new ChildDriver();
  const facts: InvokeFact[] = [];
  const faults: unknown[] = [];
  const bus = new FactBus<InvokeFact>((error) => faults.push(error));
  bus.subscribe((fact) => facts.push(fact));
  const invoker = createInvoker({
    driver,
    facts: bus,
    clock: systemClock,
    random: systemRandom,
    credentials: () => ({
      accessKeyId: "ASIAEXAMPLE",
      secretAccessKey: "secret",
      sessionToken: "token",
      expiresAtMs: Infinity,
    }),
    onFault: (error) => faults.push(error),
    freezeDelayMs: false,
    ...options,
  });
  const folders: string[] = [];
  t.after(async () => {
    await invoker.stop(0);
    await driver.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  return {
    driver,
    invoker,
    facts,
    faults,
    spec: (specOptions = {}) => {
      const folder = mkdtempSync(join(tmpdir(), "hearth-invoke-"));
      folders.push(folder);
      return makeSpec(folder, specOptions);
    },
    invoke: (spec, run, more = {}) => {
      const { after, silent, ...rest } = more;
      return invoker.invoke(spec, {
        requestId: requestId(),
        payload: Buffer.from(JSON.stringify({ run, after, silent })),
        invokedFunctionArn: spec.functionArn,
        tail: false,
        ...rest,
      });
    },
    settled: () => until(() => countOf(facts, "platform.report") >= countOf(facts, "platform.start")),
    log: () => facts.flatMap((fact) => renderLog(fact)?.replace(/\n$/, "") ?? []),
  };
}

export function makeSpec(folder: string, options: SpecOptions): LaunchSpec {
  writeFileSync(join(folder, "guest.mjs"), (options.guest ?? GUEST).replace("/*INIT*/", options.init ?? ""));
  return {
    hash: folder,
    scope: { accountId: "000000000000", region: "us-east-1" },
    functionName: "fn",
    version: "$LATEST",
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
    handler: "index.handler",
    runtime: {
      name: "nodejs24.x",
      mounts: [],
      bootstraps: [[process.execPath, "/var/task/guest.mjs"]],
      environment: { AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
      version: "nodejs:24.v1",
      versionHash: "0".repeat(64),
    },
    codeFolder: folder,
    layersFolder: undefined,
    environment: {},
    timeoutMs: 3_000,
    memoryMib: 128,
    tmpMib: 512,
    roleArn: "arn:aws:iam::000000000000:role/x",
    tracing: "PassThrough",
    logging: { group: "/aws/lambda/fn", format: "Text", applicationLevel: undefined, systemLevel: undefined },
    ...options.spec,
  };
}

export function text(result: InvocationResult): string {
  return Buffer.from(result.payload).toString();
}

export function tailOf(result: InvocationResult): string {
  return Buffer.from(result.logTail ?? []).toString();
}

/** Resolves when `isSo`; the test's own time limit ends a wait that is in vain. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo())
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
}

function countOf(facts: readonly InvokeFact[], type: InvokeFact["type"]): number {
  return facts.filter((fact) => fact.type === type).length;
}
