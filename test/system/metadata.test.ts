import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";
import { tiers } from "./tier-options.ts";

/** Asks the metadata endpoint with the token, without, with a wrong one, and by another method. */
const SOURCE = `
exports.handler = async () => {
  const { AWS_LAMBDA_METADATA_API: api, AWS_LAMBDA_METADATA_TOKEN: token } = process.env;
  const ask = async (authorization, method = "GET") => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await fetch("http://" + api + "/2026-01-15/metadata/execution-environment", { method, headers });
    return [answer.status, answer.headers.get("cache-control"), await answer.json()];
  };
  const right = "Bearer " + token;
  return { token, answers: [await ask(right), await ask(), await ask("Bearer x"), await ask(token), await ask(right, "POST")] };
};`;

for (const tier of tiers())
  describe(`the metadata endpoint: ${tier.name}`, () => {
    let hearth: HearthProcess;
    let client: LambdaClient;

    before(async () => {
      hearth = await HearthProcess.start({ ...tier.options, flags: ["--tier", tier.name] });
      client = lambdaClient(hearth.endpoint);
    });

    after(async () => {
      client.destroy();
      await hearth.dispose();
    });

    it("tells the zone to whoever has the token of the environment", async () => {
      const tokens: string[] = [];
      for (const FunctionName of ["one", "other"]) {
        const usual = { Runtime: "nodejs24.x", Handler: "index.handler", MemorySize: 128, Timeout: 15 } as const;
        await createFunction(client, { ...usual, FunctionName, files: { "index.js": SOURCE } });
        const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName }));
        const text = Buffer.from(Payload ?? []).toString();
        assert.equal(FunctionError, undefined, text);
        const { token, answers } = JSON.parse(text) as { token: string; answers: [number, string | null, unknown][] };
        tokens.push(token);
        assert.deepEqual(
          answers.map(([status]) => status),
          [200, 401, 401, 401, 405],
        );
        const [first] = answers;
        assert.deepEqual(first?.slice(1), ["private, max-age=43200, immutable", { AvailabilityZoneID: "use1-az1" }]);
      }
      assert.notEqual(tokens[0], tokens[1]);
    });
  });
