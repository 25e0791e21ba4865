// The command line as people run it: a child process, against a real server.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { HearthProcess, pause } from "../../test/system/hearth-process.ts";
import { createFunction, lambdaClient } from "../../test/system/sdk.ts";

const BIN = join(import.meta.dirname, "../../bin/hearth.mjs");

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

let hearth: HearthProcess;
let empty: string;

before(async () => {
  hearth = await HearthProcess.start();
  empty = await mkdtemp(join(tmpdir(), "hearth-home-"));
});

after(async () => {
  await hearth.dispose();
  await rm(empty, { recursive: true });
});

/** Runs a command as a user whose home folder is empty. */
function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: empty, HEARTH_PORT: "1", ...environment };
    execFile(process.execPath, [BIN, ...words], { env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function ask(...words: string[]): Promise<Outcome> {
  return run([...words, "--data", hearth.dataFolder]);
}

describe("help and mistakes", () => {
  it("shows every command with examples", async () => {
    const { stdout, status } = await run(["--help"]);
    assert.equal(status, 0);
    for (const name of ["up", "doctor", "runtimes", "status", "pool", "env", "invoke", "logs", "keys", "version"])
      assert.match(stdout, new RegExp(`^ +${name}\\b`, "m"));
    assert.match((await run(["invoke", "--help"])).stdout, /Examples:\n +\$ hearth invoke MyFn/);
    assert.ok(!stdout.includes("\u001b"), "no colours when nobody would see them");
  });

  const mistakes: [words: string[], message: RegExp][] = [
    [["invke"], /unknown command 'invke'\n\(Did you mean invoke\?\)/],
    [["invoke"], /missing required argument 'name'/],
    [["status", "--colour"], /unknown option '--colour'/],
    [["up", "--port", "http"], /--port is "http", but a port is a whole number from 0 to 65535/],
    [["up", "--host", "0.0.0.0"], /--host is "0\.0\.0\.0", which is not loopback: other machines can reach it/],
    [["up", "--tier", "docker"], /--tier is "docker"/],
    [["logs", "/x", "--since", "soon"], /--since is "soon"\n +Give a time such as 90s/],
    [["env", "--shell", "tcsh"], /--shell is "tcsh"\n +It can be only sh, fish or powershell/],
    [["status", "--endpoint", "nowhere"], /"nowhere" is not the address of a server/],
    [["invoke", "x", "-p", "@/nonexistent"], /the payload cannot be read: ENOENT/],
  ];
  for (const [words, message] of mistakes)
    it(`${words.join(" ")} is a mistake in the command line`, async () => {
      const { status, stderr, stdout } = await run(words);
      assert.match(stderr, message);
      assert.deepEqual([status, stdout], [2, ""]);
    });

  it("says what to do when no server runs, for people and for programs", async () => {
    const invoke = await run(["invoke", "x"]);
    assert.equal(invoke.status, 1);
    assert.match(
      invoke.stderr,
      /no Hearth answers at http:\/\/127\.0\.0\.1:1: nobody listens there\n +Start it with: hearth up/,
    );
    const status = await run(["status", "--json"]);
    assert.equal(status.status, 1);
    const { error } = JSON.parse(status.stderr) as { error: { message: string; cure: string } };
    assert.match(error.message, /no Hearth has been started with the data folder/);
    assert.match(error.cure, /hearth up/);
  });
});

describe("with a server", () => {
  it("shows its status", async () => {
    const { stdout } = await ask("status", "--json");
    const status = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(status["endpoint"], hearth.endpoint);
    assert.equal(status["pid"], hearth.child.pid);
    assert.match((await ask("status")).stdout, new RegExp(`^endpoint +${hearth.endpoint}$`, "m"));
  });

  it("prints the variables for each shell", async () => {
    assert.match((await ask("env")).stdout, new RegExp(`^export AWS_ENDPOINT_URL='${hearth.endpoint}'$`, "m"));
    assert.match((await ask("env", "--shell", "fish")).stdout, /^set -gx AWS_DEFAULT_REGION 'us-east-1'$/m);
    assert.match((await ask("env", "--shell", "powershell")).stdout, /^\$env:AWS_ACCESS_KEY_ID = '000000000000'$/m);
    const variables = JSON.parse((await ask("env", "--json")).stdout) as Record<string, string>;
    assert.equal(variables["AWS_SECRET_ACCESS_KEY"], "test");
  });

  it("makes, lists and removes keys", async () => {
    const key = JSON.parse((await ask("keys", "create", "--user", "alice", "--json")).stdout) as Record<string, string>;
    const id = key["accessKeyId"] ?? "";
    assert.match(id, /^AKIA[A-Z0-9]{16}$/);
    const { stdout } = await ask("keys", "list");
    assert.match(stdout, new RegExp(`^${id}  alice  \\d{4}-`, "m"));
    assert.ok(!stdout.includes(key["secretAccessKey"] ?? "?"));
    assert.equal((await ask("keys", "remove", id)).stdout, `${id} is void now.\n`);
    const again = await ask("keys", "remove", id);
    assert.equal(again.status, 1);
    assert.match(again.stderr, /there is no access key AKIA/);
    assert.match((await ask("keys", "create", "--user", "no spaces")).stderr, /a user name has 1 to 64 letters/);
  });

  it("lists runtimes and examines the machine", async () => {
    interface Found {
      readonly name: string;
      readonly retired: boolean;
    }
    const { found } = JSON.parse((await ask("runtimes", "list", "--json")).stdout) as { found: Found[] };
    assert.ok(found.some(({ name }) => name === "nodejs24.x"));
    const listed = (await ask("runtimes", "list")).stdout;
    for (const { name, retired } of found) {
      assert.equal(retired, name === "python3.9");
      assert.match(listed, new RegExp(`^${name} +${retired ? "retired" : "ready"} `, "m"));
    }
    const doctor = await ask("doctor", "--json");
    const { tiers, chosen } = JSON.parse(doctor.stdout) as { tiers: { tier: string }[]; chosen: string };
    assert.equal(doctor.status, 0);
    assert.ok(tiers.some(({ tier }) => tier === chosen));
    assert.match((await ask("doctor")).stdout, /^Runtimes +\S*nodejs/m);
  });

  it("tells the error of the service", async () => {
    const { status, stderr } = await ask("invoke", "no-such-function");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:no-such-function/,
    );
    assert.match(
      (await ask("logs", "/no/such/group")).stderr,
      /ResourceNotFoundException: The specified log group does not exist/,
    );
  });

  it("does not hand its token to an address that is not the server's", async () => {
    const { status, stderr } = await run(["status", "--data", hearth.dataFolder, "--endpoint", "http://127.0.0.1:1"]);
    assert.equal(status, 1);
    assert.match(stderr, /is not that of a server at http:\/\/127\.0\.0\.1:1\n.*name that with --data/);
  });
});

describe("a function", () => {
  const HANDLER =
    "exports.handler = async (event) => { console.log('got', event.n); if (event.fail) throw new Error('no'); return { twice: event.n * 2 } }";

  before(async () => {
    const client = lambdaClient(hearth.endpoint);
    await createFunction(client, {
      FunctionName: "twice",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      files: { "index.js": HANDLER },
    });
    client.destroy();
  });

  it("is run, with its log on the side", async () => {
    const { stdout, stderr, status } = await ask("invoke", "twice", "-p", '{"n":21}', "--tail");
    assert.deepEqual([status, stdout], [0, '{"twice":42}\n']);
    assert.match(stderr, /START RequestId[\s\S]*got 21\n[\s\S]*REPORT RequestId/);
    const document = JSON.parse((await ask("invoke", "twice", "-p", '{"n":1}', "--json")).stdout) as unknown;
    assert.deepEqual(document, { payload: { twice: 2 } });
  });

  it("that fails ends the command with a failure", async () => {
    const { stdout, stderr, status } = await ask("invoke", "twice", "-p", '{"fail":true}');
    assert.equal(status, 1);
    assert.match(stdout, /"errorType":"Error","errorMessage":"no"/);
    assert.match(stderr, /The function failed \(Unhandled\)/);
  });

  it("has a log that can be read, filtered and followed", async () => {
    const follower = spawn(process.execPath, [BIN, "logs", "twice", "-f", "--data", hearth.dataFolder], {
      env: { PATH: process.env["PATH"], HOME: empty },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let followed = "";
    follower.stdout.setEncoding("utf8").on("data", (piece: string) => {
      followed += piece;
    });
    await ask("invoke", "twice", "-p", '{"n":1234}');
    while (!/got 1234/.test(followed)) await pause(20);
    follower.kill();
    assert.equal(followed.split("got 1234").length, 2, "each event is printed once");
    const filtered = (await ask("logs", "twice", "--filter", '"got 1234"', "--json")).stdout.trim().split("\n");
    assert.equal(filtered.length, 1);
    assert.match((JSON.parse(filtered[0] ?? "") as { message: string }).message, /got 1234/);
  });
});
