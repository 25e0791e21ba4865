import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError } from "./config-error.ts";
import { resolveConfig, type ServerConfig, type Settings } from "./config.ts";

function resolveWith(flags: Settings, environment: Record<string, string> = {}): ServerConfig {
  return resolveConfig(flags, { environment, homeFolder: "/home/me", workingFolder: "/here" });
}

describe("settings", () => {
  it("have defaults that are safe", () => {
    assert.deepEqual(resolveWith({}), {
      host: "127.0.0.1",
      port: 4566,
      dataFolder: "/home/me/.hearth",
      databaseUrl: undefined,
      auth: "off",
      tier: undefined,
      region: "us-east-1",
      accountId: "000000000000",
      s3: undefined,
      stemsMax: 4,
      signingRootsFile: undefined,
    });
  });

  it("come from the flag, then from the environment", () => {
    const environment = {
      HEARTH_PORT: "1",
      HEARTH_HOST: "localhost",
      HEARTH_DATA: "relative",
      HEARTH_AUTH: "sigv4",
      HEARTH_TIER: "process",
      HEARTH_REGION: "eu-central-1",
      HEARTH_ACCOUNT: "111111111111",
    };
    assert.deepEqual(resolveWith({ port: "2", region: "us-gov-west-1" }, environment), {
      host: "localhost",
      port: 2,
      dataFolder: "/here/relative",
      databaseUrl: undefined,
      auth: "sigv4",
      tier: "process",
      region: "us-gov-west-1",
      accountId: "111111111111",
      s3: undefined,
      stemsMax: 4,
      signingRootsFile: undefined,
    });
    assert.equal(resolveWith({}, { HEARTH_PORT: "" }).port, 4566, "an empty variable is as good as none");
  });

  it("connect an S3, with the keys that every client reads", () => {
    const endpoint = "http://127.0.0.1:9000";
    assert.deepEqual(resolveWith({ s3Endpoint: endpoint }).s3, { endpoint, credentials: undefined });
    const keys = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret", HEARTH_S3_ENDPOINT: endpoint };
    const credentials = { accessKeyId: "id", secretAccessKey: "secret", sessionToken: undefined };
    assert.deepEqual(resolveWith({}, keys).s3, { endpoint, credentials });
    assert.equal(resolveWith({}, { ...keys, HEARTH_S3_ENDPOINT: "none" }).s3, undefined);
    assert.equal(resolveWith({ signingRoots: "roots.pem" }).signingRootsFile, "/here/roots.pem");
  });

  it("name a database", () => {
    assert.equal(resolveWith({ store: "sqlite" }).databaseUrl, undefined);
    for (const url of ["postgres://me:pw@db.example:5433/hearth?sslmode=require", "postgresql:///hearth"])
      assert.equal(resolveWith({}, { HEARTH_STORE: url }).databaseUrl, url);
    assert.throws(
      () => resolveWith({ store: "postgres://me:s3cret@db.example" }),
      (error: unknown) => error instanceof ConfigError && !error.message.includes("s3cret"),
    );
  });

  it("resolve folders", () => {
    assert.equal(resolveWith({ data: "~/x" }).dataFolder, "/home/me/x");
    assert.equal(resolveWith({ data: "/a/../b/" }).dataFolder, "/b");
  });
});

const refusals: [flags: Settings, environment: Record<string, string>, message: RegExp][] = [
  [{ port: "http" }, {}, /^--port is "http", but a port is a whole number from 0 to 65535$/],
  [{ port: "65536" }, {}, /--port is "65536"/],
  [{ port: "-1" }, {}, /--port is "-1"/],
  [{ port: "1e3" }, {}, /--port is "1e3"/],
  [{ port: "" }, {}, /--port is ""/],
  [{}, { HEARTH_PORT: "x" }, /^HEARTH_PORT is "x"/],
  [{ host: "" }, {}, /--host is ""/],
  [{ host: "http://localhost" }, {}, /without a port/],
  [{ host: "127.0.0.1:80" }, {}, /without a port/],
  [{ host: "[::1]" }, {}, /without a port/],
  [{ host: "0.0.0.0" }, {}, /--host is "0\.0\.0\.0", which is not loopback: other machines can reach it.*--auth sigv4/],
  [{ host: "::" }, {}, /other machines can reach it/],
  [{ host: "example.com" }, {}, /other machines can reach it/],
  [{}, { HEARTH_HOST: "10.0.0.1" }, /^HEARTH_HOST is "10\.0\.0\.1"/],
  [{ data: "" }, {}, /--data is empty/],
  [{ store: "postgres" }, {}, /--store must be "sqlite", or a URL such as postgres:/],
  [{ store: "mysql://localhost/db" }, {}, /--store must be/],
  [{}, { HEARTH_STORE: "postgres://localhost/" }, /^HEARTH_STORE must be/],
  [{ s3Endpoint: "localhost:9000" }, {}, /--s3-endpoint is "localhost:9000", but it must be a URL such as http/],
  [{ s3Endpoint: "ftp://localhost" }, {}, /--s3-endpoint/],
  [{ s3Endpoint: "" }, {}, /--s3-endpoint is ""/],
  [{ auth: "on" }, {}, /--auth is "on", but it can be only "off" or "sigv4"/],
  [{ tier: "docker" }, {}, /--tier is "docker", but it can be only "auto", namespace-root/],
  [{ region: "Frankfurt" }, {}, /--region is "Frankfurt"/],
  [{ account: "1" }, {}, /--account is "1", but it must be 12 digits/],
];

describe("a wrong setting is refused", () => {
  for (const [flags, environment, message] of refusals)
    it(`${JSON.stringify(flags)} ${JSON.stringify(environment)}`, () => {
      assert.throws(
        () => resolveWith(flags, environment),
        (error: unknown) => error instanceof ConfigError && message.test(error.message),
      );
    });

  it("but every loopback address and, with signatures, any other is taken", () => {
    for (const host of ["127.0.0.1", "127.1.2.3", "::1", "localhost"]) assert.equal(resolveWith({ host }).host, host);
    assert.equal(resolveWith({ host: "0.0.0.0", auth: "sigv4" }).host, "0.0.0.0");
  });
});
