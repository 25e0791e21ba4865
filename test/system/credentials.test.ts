// Where versions with SnapStart find the credentials of their role, and all others.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, type LambdaClient, PublishVersionCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { HearthProcess } from "./hearth-process.ts";
import { createFunction } from "./sdk.ts";
import { startSigned } from "./signed-hearth.ts";
import { tiers } from "./tier-options.ts";

/** Tells which variables there are, and asks the endpoint with the token, without, in another form, and by another method. */
const SOURCE = `
exports.handler = async () => {
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri, AWS_CONTAINER_AUTHORIZATION_TOKEN: token, AWS_LAMBDA_RUNTIME_API: api } = process.env;
  const names = Object.keys(process.env).filter((name) => /^AWS_(ACCESS|SECRET|SESSION|CONTAINER)/.test(name)).sort();
  const ask = async (authorization, method = "GET") => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await fetch(uri ?? "http://" + api + "/2021-04-23/credentials", { method, headers });
    return { status: answer.status, text: await answer.text() };
  };
  return { names, uri, api, answers: [await ask(token), await ask(), await ask("Bearer " + token), await ask(token, "POST")] };
};`;

interface Told {
  readonly names: readonly string[];
  readonly uri?: string;
  readonly api: string;
  readonly answers: readonly { readonly status: number; readonly text: string }[];
}

interface Container {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  readonly Expiration: string;
}

for (const tier of tiers())
  describe(`credentials of functions: ${tier.name}`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;

    before(async () => {
      ({ hearth, client } = await startSigned({ ...tier.options, flags: ["--tier", tier.name] }));
      await createFunction(client, {
        FunctionName: "snapped",
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Timeout: 15,
        SnapStart: { ApplyOn: "PublishedVersions" },
        files: { "index.js": SOURCE },
      });
      await client.send(new PublishVersionCommand({ FunctionName: "snapped" }));
    });

    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    async function invoke(Qualifier: string): Promise<Told> {
      const command = new InvokeCommand({ FunctionName: "snapped", Qualifier });
      const { Payload, FunctionError } = await client.send(command);
      const text = Buffer.from(Payload ?? []).toString();
      assert.equal(FunctionError, undefined, text);
      return JSON.parse(text) as Told;
    }

    it("a version with SnapStart gets them from an endpoint, by the token of its environment alone", async () => {
      const { names, uri, api, answers } = await invoke("1");
      assert.deepEqual(names, ["AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"]);
      assert.equal(uri, `http://${api}/2021-04-23/credentials`);
      const statuses = answers.map(({ status }) => status);
      assert.deepEqual(statuses, [200, 404, 404, 405]);
      assert.equal(answers[1]?.text, "cannot get credentials for the provided token\n");
      const told = JSON.parse(answers[0]?.text ?? "") as Container;
      assert.match(told.Expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.ok(Date.parse(told.Expiration) > Date.now() + 3_600_000);
      const credentials = {
        accessKeyId: told.AccessKeyId,
        secretAccessKey: told.SecretAccessKey,
        sessionToken: told.Token,
      };
      const sts = new STSClient({ endpoint: hearth.endpoint, region: "us-east-1", credentials });
      const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
      sts.destroy();
      assert.equal(Arn, "arn:aws:sts::000000000000:assumed-role/x/snapped");
    });

    it("what is not published has them in variables, and no endpoint", async () => {
      const { names, answers } = await invoke("$LATEST");
      assert.deepEqual(names, ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]);
      const statuses = answers.map(({ status }) => status);
      assert.deepEqual(statuses, [404, 404, 404, 404]);
      assert.match(answers[0]?.text ?? "", /only there for functions with SnapStart/);
    });
  });
