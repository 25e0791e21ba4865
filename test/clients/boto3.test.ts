// The newest boto3 that the registry has, unmodified; `npm test` has the distribution's AWS CLI, which is years older.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";
import { HearthProcess } from "../system/hearth-process.ts";

const execute = promisify(execFile);

it("a function lives and dies by boto3", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hearth-boto3-"));
  const hearth = await HearthProcess.start();
  try {
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, "boto3"];
    await execute("/usr/bin/python3", pip);
    const script = join(import.meta.dirname, "scripts/boto3_cycle.py");
    const environment = { PATH: "/usr/bin:/bin", PYTHONPATH: folder, AWS_EC2_METADATA_DISABLED: "true" };
    const { stdout } = await execute("/usr/bin/python3", [script, hearth.endpoint], { env: environment });
    assert.deepEqual(JSON.parse(stdout), {
      status: 200,
      payload: { got: { n: 1 } },
      timeout: 7,
      variables: { COLOUR: "blue" },
      missing: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody",
      seen: ["seen {'n': 1}\n"],
      account: "000000000000",
      left: [],
    });
  } finally {
    await hearth.dispose();
    await rm(folder, { recursive: true, force: true });
  }
});
