import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import test from "node:test";
import { systemClock } from "../../../src/base/index.ts";
import { httpEndpoints } from "../../../src/server/endpoints/http-endpoints.ts";
import { selfSignedCertificate } from "../../../src/services/sns/signing/certificate.ts";

test("an endpoint whose certificate nobody vouches for gets nothing", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const cert = selfSignedCertificate(privateKey, "localhost", Buffer.from([1]), Date.now());
  let requests = 0;
  const key = privateKey.export({ format: "pem", type: "pkcs8" });
  const server = createServer({ key, cert }, (_request, response) => {
    requests += 1;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
  const { signal } = new AbortController();
  await assert.rejects(
    httpEndpoints(systemClock).post({ url, headers: {}, body: "secret", timeoutMs: 5_000, signal }),
    { name: "EndpointUnreachable", message: /self-signed certificate/ },
  );
  assert.equal(requests, 0);
  server.close();
});
