// AWS's own SDKs, from their registries, in functions with SnapStart: they find the endpoint of credentials by themselves,
// and what they sign with them is accepted.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { HearthProcess } from "../system/hearth-process.ts";
import { startSigned } from "../system/signed-hearth.ts";
import { tiers } from "../system/tier-options.ts";
import { nodeFunction, pythonFunction } from "./extension-packages.ts";

/** Resolves credentials as usual and, where the server can be reached from inside, asks it who that is. */
const NODE = `
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
const sts = new STSClient({});
export const handler = async ({ isReachable }) => {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await sts.config.credentials();
  const identity = isReachable ? await sts.send(new GetCallerIdentityCommand({})) : {};
  return { credentials: { accessKeyId, secretAccessKey, sessionToken }, expires: expiration.toISOString(), arn: identity.Arn };
};
`;
const PYTHON = `
import boto3
session = boto3.Session()
def handler(event, context):
    resolved = session.get_credentials()
    keys = resolved.get_frozen_credentials()
    arn = session.client("sts").get_caller_identity()["Arn"] if event["isReachable"] else None
    return {"credentials": {"accessKeyId": keys.access_key, "secretAccessKey": keys.secret_key, "sessionToken": keys.token},
            "expires": resolved._expiry_time.isoformat(), "method": resolved.method, "arn": arn}
`;

interface Told {
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  readonly expires: string;
  readonly method?: string;
  readonly arn?: string | null;
}

const GUESTS: Readonly<
  Record<string, { pack: () => Promise<Buffer>; runtime: CreateFunctionCommandInput["Runtime"] }>
> = {
  javascript: {
    pack: () => nodeFunction("sts", { "@aws-sdk/client-sts": "3.1169.0" }, NODE),
    runtime: "nodejs24.x",
  },
  boto3: { pack: () => pythonFunction("sts", ["boto3"], PYTHON), runtime: "python3.11" },
};

for (const tier of tiers())
  describe(`SDKs with SnapStart: ${tier.name}`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;

    before(async () => {
      ({ hearth, client } = await startSigned({ ...tier.options, flags: ["--tier", tier.name] }));
    });

    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    for (const [name, { pack, runtime }] of Object.entries(GUESTS))
      it(`${name} signs as the role of its function`, async () => {
        const Role = "arn:aws:iam::000000000000:role/path/guest";
        await client.send(
          new CreateFunctionCommand({
            FunctionName: name,
            Role,
            Runtime: runtime,
            Handler: "index.handler",
            Timeout: 30,
            MemorySize: 512,
            SnapStart: { ApplyOn: "PublishedVersions" },
            Environment: { Variables: { AWS_ENDPOINT_URL: hearth.endpoint } },
            Code: { ZipFile: await pack() },
          }),
        );
        await waitUntilFunctionActiveV2({ client, maxWaitTime: 30, minDelay: 1 }, { FunctionName: name });
        await client.send(new PublishVersionCommand({ FunctionName: name }));
        // Guests that are isolated do not reach what listens on this machine's loopback.
        const Payload = JSON.stringify({ isReachable: !tier.isolates });
        const answer = await client.send(new InvokeCommand({ FunctionName: name, Qualifier: "1", Payload }));
        const text = Buffer.from(answer.Payload ?? []).toString();
        assert.equal(answer.FunctionError, undefined, text);
        const told = JSON.parse(text) as Told;
        const expected = `arn:aws:sts::000000000000:assumed-role/guest/${name}`;
        if (!tier.isolates) assert.equal(told.arn, expected);
        if (told.method !== undefined) assert.equal(told.method, "container-role");
        assert.ok(Date.parse(told.expires) > Date.now() + 3_600_000, told.expires);
        const sts = new STSClient({ endpoint: hearth.endpoint, region: "us-east-1", credentials: told.credentials });
        assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, expected);
        sts.destroy();
      });
  });
