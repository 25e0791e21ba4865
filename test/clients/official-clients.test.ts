// The official runtime clients, unmodified, inside the sandbox.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { HearthProcess } from "../system/hearth-process.ts";
import { lambdaClient } from "../system/sdk.ts";
import { goPackage, nodePackage, pythonPackage, rustPackage } from "./guest-packages.ts";

interface Guest {
  readonly name: string;
  readonly pack: () => Promise<Buffer>;
  readonly settings: Partial<CreateFunctionCommandInput>;
  readonly hello: RegExp;
  /** The payload of a handler that failed with the reason "on purpose". */
  readonly failure: RegExp;
}

/** As the mobile SDKs send it; the Rust client insists on every member. */
const CLIENT_CONTEXT = {
  client: { installationId: "i", appTitle: "t", appVersionName: "1", appVersionCode: "1", appPackageName: "p" },
  custom: { who: "test" },
  env: { locale: "en" },
};

const guests: Guest[] = [
  {
    name: "go",
    pack: goPackage,
    settings: { Runtime: "provided.al2023", Handler: "bootstrap" },
    hello: /go says hello/,
    failure: /"errorMessage":"on purpose","errorType":"errorString"/,
  },
  {
    name: "rust",
    pack: rustPackage,
    settings: { Runtime: "provided.al2023", Handler: "bootstrap" },
    hello: /rust says hello/,
    failure: /"errorMessage":"on purpose"/,
  },
  {
    name: "python",
    pack: pythonPackage,
    settings: { Runtime: "provided.al2023", Handler: "index.handler" },
    hello: /python says hello/,
    failure: /"errorMessage": "on purpose", "errorType": "RuntimeError"/,
  },
  {
    name: "node",
    pack: nodePackage,
    settings: {
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/client.sh" } },
    },
    hello: /node says hello/,
    failure: /"errorType":"Error","errorMessage":"on purpose"/,
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

for (const { name, pack, settings, hello, failure } of guests) {
  describe(`the official ${name} client`, () => {
    before(async () => {
      const Role = "arn:aws:iam::000000000000:role/x";
      const input = {
        FunctionName: name,
        Role,
        Code: { ZipFile: await pack() },
        MemorySize: 256,
        Timeout: 15,
        ...settings,
      };
      await client.send(new CreateFunctionCommand(input));
      await waitUntilFunctionActiveV2({ client, maxWaitTime: 10 }, { FunctionName: name });
    });

    for (const run of ["cold", "warm"]) {
      it(`runs ${run}, with its context and log`, async () => {
        const ClientContext = Buffer.from(JSON.stringify(CLIENT_CONTEXT)).toString("base64");
        const result = await client.send(
          new InvokeCommand({ FunctionName: name, Payload: Buffer.from('{"run":1}'), LogType: "Tail", ClientContext }),
        );
        const text = Buffer.from(result.Payload ?? []).toString();
        const log = Buffer.from(result.LogResult ?? "", "base64").toString();
        assert.equal(result.FunctionError, undefined, `${text}\n${log}`);
        const payload = JSON.parse(text) as { request: string };
        assert.match(payload.request, /^[0-9a-f-]{36}$/);
        assert.deepEqual(payload, {
          echo: { run: 1 },
          request: payload.request,
          arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
          client: "test",
        });
        assert.match(log, hello);
      });
    }

    it("reports a failing handler", async () => {
      const result = await client.send(
        new InvokeCommand({ FunctionName: name, Payload: Buffer.from('{"fail":"on purpose"}') }),
      );
      assert.equal(result.FunctionError, "Unhandled");
      assert.match(Buffer.from(result.Payload ?? []).toString(), failure);
    });
  });
}
