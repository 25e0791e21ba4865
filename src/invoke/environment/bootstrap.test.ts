import assert from "node:assert/strict";
import { test } from "node:test";
import { SandboxError, type SandboxErrorCode, type SandboxProcess } from "../../sandbox/index.ts";
import { startBootstrap } from "./bootstrap.ts";
import type { RuntimeLaunch } from "./launch-plan.ts";

const BOOTSTRAPS = [["/var/task/bootstrap"], ["/opt/bootstrap"]] as const;
const LAUNCH: RuntimeLaunch = {
  bootstraps: BOOTSTRAPS,
  isWrapped: false,
  environment: {},
  workingDirectory: "/var/task",
};

/** What comes of a start in a sandbox whose programs, in this order, cannot be executed for these reasons. */
async function start(codes: readonly SandboxErrorCode[], launch: Partial<RuntimeLaunch> = {}): Promise<unknown> {
  const left = [...codes];
  const refusing = {
    start: async (): Promise<SandboxProcess> => {
      throw new SandboxError(left.shift() ?? "gone", "as told");
    },
  };
  const started = await startBootstrap(refusing, { ...LAUNCH, ...launch }, () => false);
  if (started === undefined || !("outcome" in started)) return started;
  const { outcome, lastWords } = started;
  return {
    ...JSON.parse(Buffer.from(outcome.payload("r")).toString()),
    ...(lastWords === undefined ? {} : { lastWords }),
  };
}

const invalid = (reason: string): object => ({
  errorType: "Runtime.InvalidEntrypoint",
  errorMessage: `RequestId: r Error: ${reason}`,
});
const exits = (status: number, lastWords: string): object => ({
  errorType: "Runtime.ExitError",
  errorMessage: `RequestId: r Error: Runtime exited with error: exit status ${status}`,
  lastWords,
});
const wrapped = { bootstraps: [["/opt/wrapper", "/var/lang/bin/node"]], isWrapped: true } as const;

const CASES: [codes: SandboxErrorCode[], launch: Partial<RuntimeLaunch>, expected: object][] = [
  [["not-found", "not-found"], {}, invalid("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")],
  [["not-executable"], {}, invalid("fork/exec /var/task/bootstrap: permission denied")],
  [["bad-format"], {}, invalid("fork/exec /var/task/bootstrap: exec format error")],
  [["no-interpreter"], {}, invalid("fork/exec /var/task/bootstrap: no such file or directory")],
  [["not-found", "not-executable"], {}, invalid("fork/exec /opt/bootstrap: permission denied")],
  [["not-found"], wrapped, exits(127, "/opt/wrapper: does not exist")],
  [["not-executable"], wrapped, exits(126, "/opt/wrapper: is not an executable")],
];
for (const [codes, launch, expected] of CASES)
  test(`${codes.join(", then ")}${launch.isWrapped === true ? " of a wrapper" : ""}`, async () => {
    assert.deepEqual(await start(codes, launch), expected);
  });

test("a broken sandbox is no fault of the program", async () => {
  await assert.rejects(start(["gone"]), { name: "SandboxError", code: "gone" });
});

test("what is over is not started", async () => {
  const never = { start: (): Promise<SandboxProcess> => assert.fail("started") };
  assert.equal(await startBootstrap(never, LAUNCH, () => true), undefined);
});
