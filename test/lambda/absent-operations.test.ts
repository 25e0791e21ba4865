// Durable executions and capacity providers: each of their operations is found by its path and says that it is missing,
// whatever the request says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { useControlPlane } from "./lambda-fixture.ts";
import { wireRequest } from "./wire-request.ts";

interface Model {
  readonly operations: Readonly<Record<string, { readonly http: readonly [method: string, path: string] }>>;
}

const models = join(import.meta.dirname, "../../src/wire/models");
const model = JSON.parse(readFileSync(join(models, "lambda.json"), "utf8")) as Model;
const fixture = useControlPlane();

const ARN =
  "arn:aws:lambda:eu-west-1:000000000000:function:f:1/durable-execution/name/0d0c5a0e-6b6a-4f58-9d3f-0f9c0e6f3a11";

const ABSENT = Object.entries(model.operations).filter(([name]) => /Durable|CapacityProvider/.test(name));

it("they are 15", () => assert.equal(ABSENT.length, 15));

for (const [name, { http }] of ABSENT)
  it(name, async () => {
    const [method, path] = http;
    const url = path.replace(/\{\w+\}/, (label) => encodeURIComponent(label === "{DurableExecutionArn}" ? ARN : "one"));
    assert.deepEqual(await wireRequest(fixture(), method, url), {
      status: 501,
      errorType: "NotImplementedException",
      body: { message: `AWS Lambda: the operation ${name} is not implemented by Hearth yet.` },
    });
  });
