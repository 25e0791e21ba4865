import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { callAws } from "../aws-client.ts";
import { CliError, FAILURE, USAGE } from "../cli-error.ts";
import { type Command, type CommandContext, text } from "../command.ts";
import { paint } from "../print.ts";
import { findTarget, TARGET_OPTIONS } from "../target.ts";

export const invokeCommand: Command = {
  name: "invoke",
  summary: "run a function and print what it returns",
  arguments: [["<name>", "name or ARN of the function"]],
  options: [
    { flags: "-p, --payload <json>", summary: "the event: JSON, @FILE, or - for standard input (default: {})" },
    { flags: "-q, --qualifier <version>", summary: "version or alias" },
    { flags: "-t, --tail", summary: "print the last 4 KB of the log to standard error" },
    ...TARGET_OPTIONS,
  ],
  examples: [
    "hearth invoke MyFn",
    `hearth invoke MyFn -p '{"orderId": 7}' --tail`,
    "hearth invoke MyFn -p @event.json --json",
  ],
  run: async (context, [name = ""], options) => {
    const tail = options["tail"] === true;
    const qualifier = text(options, "qualifier");
    const query = qualifier === undefined ? "" : `?Qualifier=${encodeURIComponent(qualifier)}`;
    const answer = await callAws(context, findTarget(context, options), {
      service: "lambda",
      method: "POST",
      path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`,
      headers: { "Content-Type": "application/json", ...(tail ? { "X-Amz-Log-Type": "Tail" } : {}) },
      body: await payload(text(options, "payload"), context),
    });
    const log = Buffer.from(String(answer.headers["x-amz-log-result"] ?? ""), "base64").toString();
    const functionError = answer.headers["x-amz-function-error"];
    const result = answer.body.toString();
    if (context.json)
      context.stdout.write(`${JSON.stringify(document(result, functionError, tail ? log : undefined))}\n`);
    else {
      if (tail) context.stderr.write(paint(context.stderr, "dim", log));
      context.stdout.write(`${result}\n`);
      if (functionError !== undefined)
        context.stderr.write(`${paint(context.stderr, "red", `The function failed (${String(functionError)}).`)}\n`);
    }
    return functionError === undefined ? 0 : FAILURE;
  },
};

function document(result: string, functionError: unknown, log: string | undefined): Record<string, unknown> {
  return {
    payload: result === "" ? null : parsed(result),
    ...(functionError === undefined ? {} : { functionError }),
    ...(log === undefined ? {} : { log }),
  };
}

/** A custom runtime may return anything; what is not JSON is shown as the text that it is. */
function parsed(result: string): unknown {
  try {
    return JSON.parse(result);
  } catch {
    return result;
  }
}

async function payload(given: string | undefined, context: CommandContext): Promise<Uint8Array> {
  if (given === undefined) return Buffer.from("{}");
  if (given === "-" || given === "@-") return buffer(context.stdin);
  if (!given.startsWith("@")) return Buffer.from(given);
  const file = given.slice(1);
  return readFile(file).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`the payload cannot be read: ${reason}`, {
      cure: "Check the file after @",
      exitCode: USAGE,
      cause,
    });
  });
}
