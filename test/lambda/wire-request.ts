import assert from "node:assert/strict";
import { systemRandom } from "../../src/base/index.ts";
import { createDispatcher } from "../../src/wire/index.ts";
import type { ControlPlaneFixture } from "./lambda-fixture.ts";

export interface WireAnswer {
  readonly status: number;
  readonly errorType: string | undefined;
  readonly body: unknown;
}

/** Sends a request through the wire to the control plane, as whoever signs nothing. */
export async function wireRequest(
  { lambda, clock }: ControlPlaneFixture,
  method: string,
  url: string,
  body?: object,
): Promise<WireAnswer> {
  const dispatcher = createDispatcher({
    services: [{ service: "lambda", handlers: lambda.handlers }],
    authentication: { mode: "off", defaultAccountId: "000000000000", defaultRegion: "eu-west-1" },
    clock,
    random: systemRandom,
    onFailure: (error) => assert.fail(String(error)),
  });
  const bytes = Buffer.from(body === undefined ? "" : JSON.stringify(body));
  const head = { method, url, headers: { "content-type": "application/json" } };
  const answer = await dispatcher.dispatch(head, bytes, new AbortController().signal);
  assert.ok(answer.body instanceof Uint8Array);
  const text = Buffer.from(answer.body).toString();
  return {
    status: answer.status,
    errorType: answer.headers["x-amzn-ErrorType"],
    body: text === "" ? undefined : JSON.parse(text),
  };
}
