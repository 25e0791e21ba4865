import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { HearthProcess, type HearthOptions } from "./hearth-process.ts";

const HEARTH = join(import.meta.dirname, "../../bin/hearth.mjs");
const execute = promisify(execFile);

export interface SignedHearth {
  readonly hearth: HearthProcess;
  /** Signs with a key that was made for it. */
  readonly client: LambdaClient;
}

/** A server that verifies signatures, and a client that it knows. */
export async function startSigned({ flags = [], ...options }: HearthOptions): Promise<SignedHearth> {
  const hearth = await HearthProcess.start({ ...options, flags: [...flags, "--auth", "sigv4"] });
  const env = { PATH: process.env["PATH"], HEARTH_PORT: String(hearth.port) };
  const words = ["keys", "create", "--json", "--data", hearth.dataFolder];
  const { stdout } = await execute(process.execPath, [HEARTH, ...words], { env });
  const credentials = JSON.parse(stdout) as { accessKeyId: string; secretAccessKey: string };
  const client = new LambdaClient({ endpoint: hearth.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  return { hearth, client };
}
