// Functions that do what no function should. Each harms its own invocation at most: the server, the other functions and
// the function's next event go on, and nothing is left behind.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { DeleteFunctionCommand, InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { settledFootprint } from "./cycles.ts";
import { descendantsOf, type Footprint } from "./footprint.ts";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

/** The event is the body of a handler. `speak` says raw bytes to the Runtime API and answers what comes back at first. */
const SOURCE = `
import ctypes, os, signal, socket, sys, threading, time

def connect():
    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
    return socket.create_connection((host, int(port)), 2)

def speak(text):
    with connect() as api:
        api.sendall(text if isinstance(text, bytes) else text.encode())
        try:
            return api.recv(65536).decode()
        except OSError as error:
            return str(error)

def respond(request_id, body):
    path = f"/2018-06-01/runtime/invocation/{request_id}/response"
    return speak(f"POST {path} HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n{body}")

def handler(event, context):
    scope = {**globals(), "me": context.aws_request_id}
    exec("def run():\\n" + "".join(f"    {line}\\n" for line in event.split("\\n")), scope)
    return scope["run"]()
`;
const MADE = { Runtime: "python3.11", Handler: "index.handler", files: { "index.py": SOURCE } } as const;

interface Misdeed {
  readonly name: string;
  /** Body of the handler. */
  readonly does: string;
  /** The payload that its caller gets. */
  readonly payload: RegExp;
  readonly isError?: true;
}

const DENIED = /^"HTTP\/1\.1 4/;

const MISDEEDS: readonly Misdeed[] = [
  {
    name: "answers twice",
    does: 'respond(me, \'"first"\')\nreturn "second"',
    payload: /^"first"$/,
  },
  {
    name: "answers for another request",
    does: "return respond('00000000-0000-4000-8000-000000000000', '1')",
    payload: DENIED,
  },
  {
    name: "asks for an event while it has one",
    does: 'return speak("GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")',
    payload: /^"(HTTP\/1\.1 4|timed out)/,
  },
  { name: "sends garbage", does: "return speak(os.urandom(100_000)) and 'fine'", payload: /^"fine"$/ },
  {
    name: "sends a head without end",
    does: "return speak('GET / HTTP/1.1\\r\\nX: ' + 'x' * 3_000_000)",
    payload: /^"(HTTP\/1\.1 4|.*Connection reset|.*Broken pipe|")/,
  },
  {
    name: "closes its socket in the middle of the response",
    does: [
      "with connect() as api:",
      '    api.sendall(f"POST /2018-06-01/runtime/invocation/{me}/response HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100\\r\\n\\r\\n[1".encode())',
      "os._exit(0)",
    ].join("\n"),
    payload: /"errorType":"/,
    isError: true,
  },
  {
    name: "holds as many connections as it can",
    does: "held = []\ntry:\n    while len(held) < 10_000: held.append(connect())\nexcept OSError as error:\n    pass\nreturn 'fine'",
    payload: /^"fine"$/,
  },
  {
    name: "holds ten thousand connections, by ten processes",
    does: [
      "def hold():",
      "    held = []",
      "    for _ in range(1_000): held.append(connect())",
      "    open(f'/tmp/held-{os.getpid()}', 'w').close()",
      "    time.sleep(600)",
      "for _ in range(10):",
      "    if os.fork() == 0:",
      "        try: hold()",
      "        finally: os._exit(0)",
      "for _ in range(600):",
      "    if len([name for name in os.listdir('/tmp') if name.startswith('held-')]) == 10: return 'fine'",
      "    time.sleep(0.05)",
      "return 'too few'",
    ].join("\n"),
    payload: /^"fine"$/,
  },
  { name: "kills itself", does: "os.kill(os.getpid(), signal.SIGKILL)", payload: /signal: killed/, isError: true },
  {
    name: "takes more memory than it has",
    does: "return len(bytearray(4_000_000_000))",
    payload: /MemoryError|signal: killed|OutOfMemory/,
    isError: true,
  },
  { name: "breaks the interpreter", does: "ctypes.string_at(0)", payload: /signal: segmentation fault/, isError: true },
  {
    name: "forks without end",
    does: "try:\n    while True:\n        if os.fork() == 0: time.sleep(600)\nexcept OSError as error:\n    return 'fine'",
    payload: /^"fine"$/,
  },
  {
    name: "fills /tmp",
    does: "try:\n    with open('/tmp/all', 'wb') as file:\n        while True: file.write(bytes(1 << 20))\nexcept OSError as error:\n    os.remove('/tmp/all')\n    return error.strerror",
    payload: /^"No space left on device"$/,
  },
  {
    name: "leaves a daemon that ignores SIGTERM",
    does: "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\nreturn 'fine'",
    payload: /^"fine"$/,
  },
];

let hearth: HearthProcess;
let client: LambdaClient;
let blank: Footprint;

interface Result {
  readonly payload: string;
  readonly isError: boolean;
}

async function invoke(FunctionName: string, body: string): Promise<Result> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(body) }),
  );
  return { payload: Payload?.transformToString() ?? "", isError: FunctionError !== undefined };
}

async function answersFine(FunctionName: string): Promise<void> {
  assert.deepEqual(await invoke(FunctionName, "return 'fine'"), { payload: '"fine"', isError: false }, FunctionName);
}

/** As it was before; the connections of the client may be fewer. */
async function nothingIsLeft(): Promise<void> {
  const { fileDescriptors: _, ...now } = await settledFootprint(hearth);
  const { fileDescriptors: __, ...then } = blank;
  assert.deepEqual(now, then);
}

before(async () => {
  hearth = await HearthProcess.start({ flags: ["--stems", "0"] });
  client = lambdaClient(hearth.endpoint);
  for (const FunctionName of ["bystander", "passing"]) {
    await createFunction(client, { FunctionName, Timeout: 20, ...MADE });
    await answersFine(FunctionName);
  }
  await client.send(new DeleteFunctionCommand({ FunctionName: "passing" }));
  blank = await settledFootprint(hearth);
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

describe("a function that", () => {
  afterEach(() => answersFine("bystander"));

  for (const { name, does, payload, isError = false } of MISDEEDS)
    it(name, async () => {
      const FunctionName = name.replaceAll(/[^a-z]+/gi, "-");
      await createFunction(client, { FunctionName, Timeout: 50, MemorySize: 1769, ...MADE });
      const result = await invoke(FunctionName, does);
      assert.match(result.payload, payload);
      assert.equal(result.isError, isError);
      await answersFine(FunctionName);
      await client.send(new DeleteFunctionCommand({ FunctionName }));
      await nothingIsLeft();
    });
});

it("a launcher that is killed takes its own invocation with it, and nothing else", async () => {
  const FunctionName = "bereft";
  const known = new Set(await descendantsOf(hearth.child.pid ?? 0));
  await createFunction(client, { FunctionName, Timeout: 30, ...MADE });
  await answersFine(FunctionName);
  const running = invoke(FunctionName, "time.sleep(25)");
  await pause(300);
  const launchers = (await descendantsOf(hearth.child.pid ?? 0)).filter((pid) => !known.has(pid));
  assert.ok(launchers.length > 0);
  process.kill(Math.min(...launchers), "SIGKILL");
  const { isError } = await running;
  assert.equal(isError, true);
  await answersFine(FunctionName);
  await answersFine("bystander");
  await client.send(new DeleteFunctionCommand({ FunctionName }));
  await nothingIsLeft();
});
