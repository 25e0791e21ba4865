import { CliError } from "./cli-error.ts";
import { send } from "./http-request.ts";
import type { Target } from "./target.ts";

/** Calls one of Hearth's own routes with the token of the data folder. Throws `CliError` in the server's words. */
export async function callAdmin(target: Target, method: string, path: string, body?: unknown): Promise<unknown> {
  if (target.file === undefined && target.isTold)
    throw new CliError(`the data folder ${target.config.dataFolder} is not that of a server at ${target.endpoint}`, {
      cure: "The server's own commands need the token in its data folder: name that with --data",
    });
  if (target.file === undefined)
    throw new CliError(`no Hearth has been started with the data folder ${target.config.dataFolder}`, {
      cure: "Start it with: hearth up, or name the folder of the one that runs with --data",
    });
  const answer = await send({
    method,
    url: new URL(`/_hearth/${path}`, target.endpoint),
    headers: { "x-hearth-token": target.file.token, "Content-Type": "application/json" },
    body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
  });
  const content: unknown = answer.body.length === 0 ? undefined : parse(answer.body, target.endpoint);
  if (answer.status < 400) return content;
  const message = member(content, "message") ?? `the server answered with status ${answer.status}`;
  throw new CliError(message, {
    cure: answer.status === 403 ? `Is another Hearth listening at ${target.endpoint}? See: hearth status` : undefined,
  });
}

function parse(body: Buffer, endpoint: string): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new CliError(`what listens at ${endpoint} is not Hearth`, { cure: "Check the address", cause });
  }
}

/** A text among the members of a JSON object. */
export function member(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === "string" ? found : undefined;
}
