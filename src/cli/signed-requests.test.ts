// Against a server that verifies signatures: keys are made through its data folder, and requests are signed with them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { HearthProcess } from "../../test/system/hearth-process.ts";

const BIN = join(import.meta.dirname, "../../bin/hearth.mjs");
let hearth: HearthProcess;

before(async () => {
  hearth = await HearthProcess.start({ flags: ["--auth", "sigv4"] });
});

after(() => hearth.dispose());

function run(
  words: readonly string[],
  keys: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: "/nonexistent", ...keys };
    const all = [BIN, ...words, "--data", hearth.dataFolder];
    execFile(process.execPath, all, { env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), text: stdout + stderr });
    });
  });
}

it("requests are signed with the keys of the environment", async () => {
  const { text } = await run(["keys", "create", "--json"]);
  const key = JSON.parse(text) as { accessKeyId: string; secretAccessKey: string };
  const keys = { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey };
  // The signature is right when the answer is about the function.
  const invoke = ["invoke", "arn:aws:lambda:us-east-1:000000000000:function:none", "--qualifier", "$LATEST"];
  assert.match((await run(invoke, keys)).text, /ResourceNotFoundException: Function not found/);
  assert.match(
    (await run(["logs", "/none"], { ...keys, AWS_REGION: "eu-west-1" })).text,
    /The specified log group does not exist/,
  );

  const wrong = await run(invoke, { ...keys, AWS_SECRET_ACCESS_KEY: "wrong" });
  assert.equal(wrong.status, 1);
  assert.match(
    wrong.text,
    /signature we calculated does not match[\s\S]*This server verifies signatures: set AWS_ACCESS_KEY_ID/,
  );
  assert.match((await run(invoke)).text, /Missing Authentication Token[\s\S]*hearth keys create/);

  await run(["keys", "remove", key.accessKeyId]);
  assert.match((await run(invoke, keys)).text, /security token included in the request is invalid/);
});

it("says in the variables that keys are needed", async () => {
  const { text } = await run(["env"]);
  assert.match(text, /# this server verifies signatures/);
  assert.doesNotMatch(text, /AWS_SECRET_ACCESS_KEY=/);
});
