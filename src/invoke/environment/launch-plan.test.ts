import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeSpec } from "../testing/bench-setup.ts";
import { type GuestSecrets, guestVariables } from "./guest-variables.ts";
import { logStreamName, runtimeLaunch, sandboxSpec, stemLaunch } from "./launch-plan.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-plan-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const base = makeSpec(folder, {});
const credentials: GuestSecrets = {
  role: { accessKeyId: "AK", secretAccessKey: "SK", sessionToken: "ST", expiresAtMs: Infinity },
  tokens: { metadata: "MT", credentials: undefined },
};

test("customers override what AWS lets them override, and nothing else", () => {
  const runtime = {
    ...base.runtime,
    environment: {
      AWS_EXECUTION_ENV: "AWS_Lambda_x",
      NODE_PATH: "/rt",
      PATH: "/rt/bin",
      LAMBDA_RUNTIME_DIR: "/elsewhere",
    },
  };
  const environment = {
    TZ: "Europe/Berlin",
    PATH: "/own",
    NODE_PATH: "/own",
    MINE: "1",
    _SECRET: "dropped",
    _HANDLER: "dropped",
    AWS_REGION: "mars",
    AWS_ACCESS_KEY_ID: "stolen",
    AWS_EXECUTION_ENV: "forged",
    LAMBDA_TASK_ROOT: "/forged",
    AWS_XRAY_CONTEXT_MISSING: "IGNORE_ERROR",
  };
  const variables = guestVariables({ ...base, runtime, environment }, "stream", credentials);
  assert.deepEqual(variables, {
    LANG: "en_US.UTF-8",
    TZ: "Europe/Berlin",
    PATH: "/own",
    LD_LIBRARY_PATH: "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
    AWS_XRAY_CONTEXT_MISSING: "IGNORE_ERROR",
    AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1:2000",
    NODE_PATH: "/own",
    MINE: "1",
    AWS_ACCESS_KEY_ID: "AK",
    AWS_SECRET_ACCESS_KEY: "SK",
    AWS_SESSION_TOKEN: "ST",
    AWS_EXECUTION_ENV: "AWS_Lambda_x",
    _HANDLER: "index.handler",
    _LAMBDA_TELEMETRY_LOG_FD: "62",
    AWS_LAMBDA_METADATA_API: "127.0.0.1:9001",
    AWS_LAMBDA_METADATA_TOKEN: "MT",
    _AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1",
    _AWS_XRAY_DAEMON_PORT: "2000",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_LAMBDA_FUNCTION_NAME: "fn",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/fn",
    AWS_LAMBDA_LOG_STREAM_NAME: "stream",
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    PWD: "/var/task",
    SHLVL: "0",
  });
});

test("without the runtime's say, defaults stand; JSON logging is announced", () => {
  const logging = { group: "g", format: "JSON", applicationLevel: "WARN", systemLevel: "INFO" } as const;
  const variables = guestVariables(
    { ...base, logging, runtime: { ...base.runtime, environment: {} } },
    "s",
    credentials,
  );
  assert.equal(variables["PATH"], "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin");
  assert.equal(variables["TZ"], ":UTC");
  assert.equal(variables["AWS_LAMBDA_LOG_FORMAT"], "JSON");
  assert.equal(variables["AWS_LAMBDA_LOG_LEVEL"], "WARN");
  assert.equal("AWS_EXECUTION_ENV" in variables, false);
});

test("processor time is proportional to memory, 1,769 MB being one processor", () => {
  const shares = [128, 1_769, 10_240].map((memoryMib) => sandboxSpec({ ...base, memoryMib }, "e").limits.cpuMillis);
  assert.deepEqual(shares, [72, 1_000, 5_789]);
});

test("runtime, code and layers are mounted in this order", () => {
  const runtime = { ...base.runtime, mounts: [{ source: "/host/lang", target: "/var/lang" }] };
  assert.deepEqual(sandboxSpec({ ...base, runtime, layersFolder: "/host/layers" }, "abc"), {
    id: "env-abc",
    mounts: [
      { source: "/host/lang", target: "/var/lang" },
      { source: folder, target: "/var/task" },
      { source: "/host/layers", target: "/opt" },
    ],
    limits: { memoryMib: 128, cpuMillis: 72, tmpMib: 512, processesMax: 1_024, openFilesMax: 1_024 },
  });
});

test("a wrapper script gets the runtime's command line, except with custom runtimes and where the bootstrap starts it", () => {
  const environment = { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrap" };
  const argv = (name: string, startsWrapper = false): readonly (readonly string[])[] =>
    runtimeLaunch(
      { ...base, environment, runtime: { ...base.runtime, name, startsWrapper, bootstraps: [["/a", "b"]] } },
      "s",
      credentials,
    ).bootstraps;
  assert.deepEqual(argv("python3.12"), [["/opt/wrap", "/a", "b"]]);
  assert.deepEqual(argv("provided.al2023"), [["/a", "b"]]);
  assert.deepEqual(argv("dotnet8", true), [["/a", "b"]]);
});

test("the log stream names the day, the version, and in a custom group the function", () => {
  const atMs = Date.UTC(2026, 0, 2, 23, 59);
  assert.equal(logStreamName(base, atMs, "ab"), "2026/01/02/[$LATEST]ab");
  const logging = { ...base.logging, group: "/shared" };
  assert.equal(logStreamName({ ...base, version: "7", logging }, atMs, "ab"), "2026/01/02/fn[7]ab");
});

test("arguments that depend on the memory stand between the program and its words, behind a wrapper", () => {
  const runtime = {
    ...base.runtime,
    bootstraps: [["/var/lang/bin/node", "/var/runtime/index.cjs"]] as const,
    memoryArguments: [{ prefix: "--max-old-space-size=", percent: 90 }],
  };
  const plan = (environment: Record<string, string>): unknown =>
    runtimeLaunch({ ...base, memoryMib: 129, runtime, environment }, "s", credentials).bootstraps;
  const fitted = ["/var/lang/bin/node", "--max-old-space-size=116", "/var/runtime/index.cjs"];
  assert.deepEqual(plan({}), [fitted]);
  assert.deepEqual(plan({ AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrap" }), [["/opt/wrap", ...fitted]]);
});

test("a runtime that takes the handler has it as its last word, and another one while it waits for its function", () => {
  const runtime = {
    ...base.runtime,
    bootstraps: [["/usr/bin/java", "-cp", "a.jar", "Main"]] as const,
    memoryArguments: [{ prefix: "-XX:MaxHeapSize=", percent: 85, unit: "m" }],
    takesHandler: true,
    waitingStart: {
      bootstraps: [["/usr/bin/java", "-XXaltjvm=/x", "-cp", "a.jar", "Main"]] as const,
      environment: { LD_PRELOAD: "/x/libjvm.so", _HEARTH_STEM: "/x/list" },
    },
  };
  const spec = { ...base, memoryMib: 129, runtime, handler: "example.Hello::handle" };
  assert.deepEqual(runtimeLaunch(spec, "s", credentials).bootstraps, [
    ["/usr/bin/java", "-XX:MaxHeapSize=109m", "-cp", "a.jar", "Main", "example.Hello::handle"],
  ]);
  assert.equal(runtimeLaunch(spec, "s", credentials).environment["LD_PRELOAD"], undefined);
  const waiting = stemLaunch(spec);
  assert.deepEqual(waiting.bootstraps, [
    ["/usr/bin/java", "-XX:MaxHeapSize=109m", "-XXaltjvm=/x", "-cp", "a.jar", "Main", "-"],
  ]);
  const { LD_PRELOAD, _HEARTH_STEM, _HANDLER } = waiting.environment;
  assert.deepEqual([LD_PRELOAD, _HEARTH_STEM, _HANDLER], ["/x/libjvm.so", "/x/list", undefined]);
});

test("a version with SnapStart is told where its credentials are, and has none in variables", () => {
  const spec = { ...makeSpec(folder, {}), snapStart: true } as const;
  const tokens = { metadata: "MT", credentials: "CT" };
  const variables = guestVariables(spec, "stream", { ...credentials, tokens });
  assert.equal(variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"], "http://127.0.0.1:9001/2021-04-23/credentials");
  assert.equal(variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"], "CT");
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
    assert.ok(!(name in variables), name);
});
