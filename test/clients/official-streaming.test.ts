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
import { goPackage, nodePackage } from "./guest-packages.ts";

const Role = "arn:aws:iam::000000000000:role/x";

interface Guest {
  readonly name: string;
  readonly pack: () => Promise<Buffer>;
  readonly settings: Pick<CreateFunctionCommandInput, "Runtime" | "Handler" | "Environment">;
  /** What comes ahead of the body. */
  readonly prelude: string;
  readonly errorCode: string;
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
    errorCode: "Error",
  },
  {
    name: "go",
    pack: goPackage,
    settings: { Runtime: "provided.al2023", Handler: "streaming" },
    prelude: "",
    errorCode: "errorString",
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

for (const { name, pack, settings, prelude, errorCode } of GUESTS)
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
      assert.deepEqual([text, end.ErrorCode], [`${prelude}half `, errorCode]);
      assert.equal((JSON.parse(end.ErrorDetails ?? "") as { errorMessage: string }).errorMessage, "on purpose");
      assert.equal((await stream(name, {})).text, `${prelude}half whole`);
    });

    it("is collected for Invoke", async () => {
      const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName: name, Payload: "{}" }));
      assert.deepEqual([Buffer.from(Payload ?? []).toString(), FunctionError], [`${prelude}half whole`, undefined]);
    });
  });
