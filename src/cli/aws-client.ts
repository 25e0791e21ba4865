import { member } from "./admin-client.ts";
import { CliError } from "./cli-error.ts";
import type { CommandContext } from "./command.ts";
import { type HttpAnswer, type HttpRequest, send } from "./http-request.ts";
import { signRequest } from "./sign-request.ts";
import type { Target } from "./target.ts";

export interface AwsRequest {
  /** As it stands in a signature, e.g. `lambda`. */
  readonly service: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Calls an AWS API of the server. Throws `CliError` with the code and message of the service. */
export async function callAws(context: CommandContext, target: Target, call: AwsRequest): Promise<HttpAnswer> {
  const request: HttpRequest = {
    method: call.method,
    url: new URL(call.path, target.endpoint),
    headers: call.headers ?? {},
    body: call.body ?? new Uint8Array(0),
  };
  const answer = await send(signed(request, call.service, context, target));
  if (answer.status < 400) return answer;
  throw serviceError(answer);
}

/** Signed when there are keys in the environment, as of any AWS client; the signature also carries the region. */
function signed(request: HttpRequest, service: string, context: CommandContext, target: Target): HttpRequest {
  const { environment } = context;
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  if (accessKeyId === undefined || secretAccessKey === undefined) return request;
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? target.config.region;
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  return signRequest(request, { accessKeyId, secretAccessKey, sessionToken, region, service }, context.clock.nowMs());
}

/** Calls an operation of CloudWatch Logs (AWS JSON 1.1). */
export async function callLogs(
  context: CommandContext,
  target: Target,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const answer = await callAws(context, target, {
    service: "logs",
    method: "POST",
    path: "/",
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `Logs_20140328.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
  });
  return JSON.parse(answer.body.toString());
}

/** An error of a service, with its code, so that a command can tell one from another. */
export class ServiceError extends CliError {
  readonly code: string;

  constructor(code: string, message: string, cure: string | undefined) {
    super(message, { cure });
    this.name = "ServiceError";
    this.code = code;
  }
}

function serviceError({ status, headers, body }: HttpAnswer): ServiceError {
  let content: unknown;
  try {
    content = JSON.parse(body.toString());
  } catch {
    // Not JSON: there is only the status to tell about.
    content = undefined;
  }
  const header = headers["x-amzn-errortype"];
  const code = (typeof header === "string" ? header : (member(content, "__type") ?? "")).replace(/^.*#|:.*$/g, "");
  const message =
    member(content, "message") ?? member(content, "Message") ?? `the server answered with status ${status}`;
  return new ServiceError(code, code === "" ? message : `${code}: ${message}`, cureFor(code));
}

function cureFor(code: string): string | undefined {
  if (/Token|Signature/.test(code))
    return "This server verifies signatures: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (keys: hearth keys create)";
  return undefined;
}
