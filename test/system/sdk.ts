import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { pause } from "./hearth-process.ts";
import { zip, type ZipEntry } from "./zip.ts";

/** The unmodified JavaScript SDK; the endpoint is the only addition. */
export function lambdaClient(endpoint: string): LambdaClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new LambdaClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

export interface NewFunction extends Omit<CreateFunctionCommandInput, "Code" | "Role" | "FunctionName"> {
  readonly FunctionName: string;
  readonly files: Readonly<Record<string, string | ZipEntry>>;
}

/** Creates a function and waits until it is active. */
export async function createFunction(client: LambdaClient, { files, ...settings }: NewFunction): Promise<void> {
  const Role = "arn:aws:iam::000000000000:role/x";
  await client.send(new CreateFunctionCommand({ Role, Code: { ZipFile: await zip(files) }, ...settings }));
  await whenActive(client, settings.FunctionName);
}

/** Sooner than the SDK's waiter, which looks once a second. */
export async function whenActive(client: LambdaClient, FunctionName: string): Promise<void> {
  for (;;) {
    const { State, StateReason } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (State === "Active") return;
    if (State !== "Pending") throw new Error(`${FunctionName} is ${State}: ${StateReason}`);
    await pause(5);
  }
}
