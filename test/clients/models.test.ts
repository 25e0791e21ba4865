// The committed service descriptions are what the generator makes of their sources, no older and not edited by hand.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";

const REPOSITORY = join(import.meta.dirname, "../..");
const execute = promisify(execFile);

it("the service descriptions are fresh", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hearth-botocore-"));
  try {
    const model = JSON.parse(await readFile(join(REPOSITORY, "src/wire/models/lambda.json"), "utf8")) as {
      sources: { botocore: string };
    };
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder];
    await execute("/usr/bin/python3", [...pip, `botocore==${model.sources.botocore}`]);
    await execute(process.execPath, ["scripts/models/generate.ts", "--botocore", folder, "--check"], {
      cwd: REPOSITORY,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
