// Responses that the official runtime clients stream.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCompleteEvent,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { HearthProcess } from "../system/hearth-process.ts";
import { lambdaClient } from "../system/sdk.ts";
import { goPackage, nodePackage, rustPackage } from "./guest-packages.ts";

const Role = "arn:aws:iam::000000000000:role/x";

interface Guest {
  readonly name: string;
  readonly pack: () => Promise<Buffer>;
  readonly settings: Pick<CreateFunctionCommandInput, "Runtime" | "Handler" | "Environment">;
  /** What comes ahead of the body. */
  readonly prelude: string;
  /** What it becomes when the handler fails for the reason "on purpose" after `half `. */
  readonly failure: { readonly text: string; readonly errorCode: string } | { readonly text: string };
}

const GUESTS: readonly Guest[] = [
  {
    name: "node",
    pack: nodePackage,
    settings: {
      Runtime: "nodejs22.x",
      Handler: "index.streaming",
      Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/client.sh" } },
    },
    prelude: `{"statusCode":200,"headers":{"x-from":"node"}}${"\0".repeat(8)}`,
    failure: { text: "half ", errorCode: "Error" },
  },
  {
    name: "go",
    pack: goPackage,
    settings: { Runtime: "provided.al2023", Handler: "streaming" },
    prelude: "",
    failure: { text: "half ", errorCode: "errorString" },
  },
  {
    name: "rust",
    pack: rustPackage,
    settings: { Runtime: "provided.al2023", Handler: "streaming" },
    prelude: `{"statusCode":200,"headers":{"content-type":"application/octet-stream"},"cookies":[]}${"\0".repeat(8)}`,
    // This client writes what it means as trailers into the body, so that nobody sees that it failed.
    failure: {
      text:
        "half Lambda-Runtime-Function-Error-Type: Runtime.StreamError\r\n" +
        `Lambda-Runtime-Function-Error-Body: ${Buffer.from("on purpose").toString("base64")}\r\n`,
    },
  },
];

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

async function stream(
  FunctionName: string,
  event: object,
): Promise<{ text: string; end: InvokeWithResponseStreamCompleteEvent }> {
  const Payload = JSON.stringify(event);
  const { EventStream } = await client.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload }));
  assert.ok(EventStream);
  const pieces: Uint8Array[] = [];
  let end: InvokeWithResponseStreamCompleteEvent | undefined;
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    if (PayloadChunk?.Payload !== undefined) pieces.push(PayloadChunk.Payload);
    end ??= InvokeComplete;
  }
  assert.ok(end);
  return { text: Buffer.concat(pieces).toString(), end };
}

for (const { name, pack, settings, prelude, failure } of GUESTS)
  describe(`the official ${name} client`, () => {
    before(async () => {
      const Code = { ZipFile: await pack() };
      await client.send(new CreateFunctionCommand({ FunctionName: name, Role, Code, Timeout: 15, ...settings }));
      await waitUntilFunctionActiveV2({ client, maxWaitTime: 10 }, { FunctionName: name });
    });

    it("streams, over and over", async () => {
      for (let count = 0; count < 3; count++)
        assert.deepEqual(await stream(name, {}), { text: `${prelude}half whole`, end: {} });
    });

    it("fails in mid-stream, and serves again", async () => {
      const { text, end } = await stream(name, { fail: "on purpose" });
      assert.equal(text, `${prelude}${failure.text}`);
      if ("errorCode" in failure) {
        assert.equal(end.ErrorCode, failure.errorCode);
        assert.equal((JSON.parse(end.ErrorDetails ?? "") as { errorMessage: string }).errorMessage, "on purpose");
      } else assert.deepEqual(end, {});
      assert.equal((await stream(name, {})).text, `${prelude}half whole`);
    });

    it("is collected for Invoke", async () => {
      const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName: name, Payload: "{}" }));
      assert.deepEqual([Buffer.from(Payload ?? []).toString(), FunctionError], [`${prelude}half whole`, undefined]);
    });
  });
