// Whatever is thrown at it: a clear error, nothing lost, and the server stays up.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, afterEach, before, describe, it } from "node:test";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { zip } from "./zip.ts";
import { forgedZip } from "./forged-zip.ts";

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
  await createFunction(client, {
    FunctionName: "echo",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    files: { "index.js": "exports.handler = async (e) => (typeof e === 'string' ? e.length : e)" },
  });
});

afterEach(async () => {
  const { Payload } = await client.send(new InvokeCommand({ FunctionName: "echo", Payload: Buffer.from("[1]") }));
  assert.equal(Buffer.from(Payload ?? []).toString(), "[1]", "the server must go on working");
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

async function create(code: Uint8Array, settings: Partial<CreateFunctionCommandInput> = {}): Promise<unknown> {
  const input = {
    FunctionName: "bad",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role: "arn:aws:iam::000000000000:role/x",
    Code: { ZipFile: code },
    ...settings,
  } as const;
  return client.send(new CreateFunctionCommand(input));
}

describe("zips", () => {
  const bad: [what: string, bytes: () => Promise<Buffer> | Buffer, error: RegExp][] = [
    ["that are not zips", () => Buffer.from("this is not a zip"), /Could not unzip uploaded file/],
    ["that are empty", () => Buffer.alloc(0), /./],
    [
      "that are truncated",
      async () => (await zip({ "index.js": "x".repeat(1000) })).subarray(0, 60),
      /Could not unzip uploaded file/,
    ],
    [
      "with a path that climbs out",
      () => forgedZip([{ name: "../../escape.js", content: "x" }]),
      /Could not unzip uploaded file|\.\./,
    ],
    [
      "with an absolute path",
      () => forgedZip([{ name: "/etc/escape", content: "x" }]),
      /Could not unzip uploaded file|absolute/,
    ],
    [
      "with a link that points outside",
      () => forgedZip([{ name: "link", content: "/etc/passwd", mode: 0o120777 }]),
      /Could not unzip uploaded file|link/,
    ],
    [
      "that write through a link",
      () =>
        forgedZip([
          { name: "d", content: "/tmp", mode: 0o120777 },
          { name: "d/owned", content: "x" },
        ]),
      /Could not unzip uploaded file|link/,
    ],
    [
      "that unpack to more than 250 MiB",
      () => forgedZip([{ name: "zeros", zeros: 262_144_001 }]),
      /Unzipped size must be smaller than 262144000 bytes/,
    ],
    [
      "that lie about their size",
      () => forgedZip([{ name: "zeros", zeros: 300_000_000, declaredBytes: 10 }]),
      /Could not unzip uploaded file|Unzipped size must be smaller/,
    ],
  ];
  for (const [what, bytes, error] of bad) {
    it(`${what} are refused`, async () => {
      await assert.rejects(create(await bytes()), (thrown: Error) => {
        assert.match(thrown.message, error);
        assert.match(thrown.name, /InvalidParameterValueException|ValidationException/);
        return true;
      });
    });
  }
});

describe("functions", () => {
  const settings: [what: string, change: Partial<CreateFunctionCommandInput>, name: string, error: RegExp][] = [
    [
      "an unknown runtime",
      { Runtime: "cobol85" as Runtime },
      "InvalidParameterValueException",
      /Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*\] or be a valid ARN/,
    ],
    [
      "a retired runtime",
      { Runtime: "nodejs12.x" },
      "InvalidParameterValueException",
      /The runtime parameter of nodejs12\.x is no longer supported for creating or updating AWS Lambda functions/,
    ],
    ["a runtime this machine lacks", { Runtime: "java21" }, "InvalidParameterValueException", /java21/],
    [
      "too little memory",
      { MemorySize: 64 },
      "ValidationException",
      /Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128/,
    ],
    [
      "too long a time-out",
      { Timeout: 901 },
      "ValidationException",
      /Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900/,
    ],
    [
      "a reserved variable",
      { Environment: { Variables: { AWS_REGION: "x" } } },
      "InvalidParameterValueException",
      /reserved keys.*AWS_REGION/,
    ],
    [
      "too large an environment",
      { Environment: { Variables: { BIG: "x".repeat(5000) } } },
      "InvalidParameterValueException",
      /exceeded the 4KB limit/,
    ],
    ["no handler", { Handler: undefined }, "InvalidParameterValueException", /./],
  ];
  for (const [what, change, name, error] of settings) {
    it(`with ${what} are refused`, async () => {
      await assert.rejects(create(await zip({ "index.js": "" }), change), (thrown: Error) => {
        assert.match(thrown.message, error);
        assert.equal(thrown.name, name);
        return true;
      });
    });
  }
});

describe("payloads", () => {
  it("of exactly 6 MB arrive, and of one byte more are refused with 413", async () => {
    const fits = Buffer.from(`"${"x".repeat(6_291_454)}"`);
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: "echo", Payload: fits }));
    assert.equal(Buffer.from(Payload ?? []).toString(), "6291454");
    await assert.rejects(
      client.send(new InvokeCommand({ FunctionName: "echo", Payload: Buffer.concat([fits, Buffer.from(" ")]) })),
      (thrown: Error) => {
        assert.equal(thrown.name, "RequestTooLargeException");
        assert.match(
          thrown.message,
          /6291457 byte payload is too large for the RequestResponse invocation type \(limit 6291456 bytes\)/,
        );
        return true;
      },
    );
  });

  for (const text of ["{", "nope", "{'a': 1}", '{"a": 1', "[1,]", "\u0000"]) {
    it(`that are not JSON are refused: ${JSON.stringify(text)}`, async () => {
      await assert.rejects(
        client.send(new InvokeCommand({ FunctionName: "echo", Payload: Buffer.from(text) })),
        (thrown: Error) => {
          assert.equal(thrown.name, "InvalidRequestContentException");
          assert.match(thrown.message, /^Could not parse request body into json: /);
          return true;
        },
      );
    });
  }
});

/** Sends raw bytes and returns what comes back until the server closes, or `idleMs` of silence. */
function raw(bytes: string | Buffer, idleMs = 1_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(hearth.port, "127.0.0.1");
    let answer = "";
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.write(bytes);
  });
}

describe("raw HTTP", () => {
  const requests: [what: string, bytes: string, answer: RegExp][] = [
    ["garbage", "\u0001\u0002\u0003 nonsense\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "a header of 2 MB",
      `GET /2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\nX-Big: ${"a".repeat(2 << 20)}\r\n\r\n`,
      /^HTTP\/1\.1 (431|413|400) /,
    ],
    [
      "a bad percent-encoding",
      "GET /2015-03-31/functions/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      /^HTTP\/1\.1 4\d\d /,
    ],
    [
      "an unknown path",
      "GET /no/such/thing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      /^HTTP\/1\.1 4\d\d [\s\S]*\r\n\r\n[{<](?!!doctype|html)/i,
    ],
    [
      "a JSON body that is not JSON",
      "POST /2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{x}",
      /^HTTP\/1\.1 400 [\s\S]*SerializationException/i,
    ],
    [
      "wrong types in JSON",
      'POST /2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 22\r\nConnection: close\r\n\r\n{"FunctionName":[1,2]}',
      /^HTTP\/1\.1 400 [\s\S]*SerializationException/i,
    ],
  ];
  for (const [what, bytes, answer] of requests) {
    it(`${what} gets an answer in the protocol's form`, async () => {
      assert.match(await raw(bytes), answer);
    });
  }

  it("a client that sends its body slowly, or never, blocks nobody", async () => {
    const idle = connect(hearth.port, "127.0.0.1");
    idle.on("error", () => {});
    idle.write(
      "POST /2015-03-31/functions/echo/invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12",
    );
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: "echo", Payload: Buffer.from("[2]") }));
    assert.equal(Buffer.from(Payload ?? []).toString(), "[2]");
    idle.destroy();
  });
});
