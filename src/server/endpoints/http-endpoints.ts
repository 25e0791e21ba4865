import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as AgentHttps, request as requestHttps } from "node:https";
import type { Clock } from "../../base/index.ts";
import { type EndpointRequest, EndpointUnreachable, type HttpEndpoints } from "../../services/sns/index.ts";

/** Of an answer nobody reads, so much is awaited that a well-behaved endpoint can finish it. */
const ANSWER_BYTES_MAX = 65_536;

/**
 * Posts with `node:http`, a connection for each message: one that is kept may be closed by the endpoint in the very moment
 * in which it is used, and the message would count as failed.
 */
export function httpEndpoints(clock: Clock): HttpEndpoints {
  const agents = { http: new Agent({ keepAlive: false }), https: new AgentHttps({ keepAlive: false }) };
  return {
    post: async (message) => {
      const url = URL.parse(message.url);
      if (url === null) throw new EndpointUnreachable(`${message.url} is no URL`);
      const options = { method: "POST", headers: headersOf(message), signal: message.signal };
      const request =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, agent: agents.https })
          : requestHttp(url, { ...options, agent: agents.http });
      return statusOf(request, message, clock);
    },
  };
}

function headersOf({ headers, body }: EndpointRequest): Readonly<Record<string, string | number>> {
  return { ...headers, "Content-Length": Buffer.byteLength(body) };
}

/** The status of the answer, which must come within the time that the message has. */
async function statusOf(request: ClientRequest, message: EndpointRequest, clock: Clock): Promise<number> {
  const { url, body, timeoutMs } = message;
  const answered = Promise.withResolvers<number>();
  const timer = clock.after(timeoutMs, () =>
    request.destroy(new Error(`it did not answer within ${timeoutMs / 1_000} seconds`)),
  );
  request.on("response", (response) => {
    passOver(response);
    answered.resolve(response.statusCode ?? 0);
  });
  request.on("error", (error) => answered.reject(new EndpointUnreachable(reasonOf(url, error), { cause: error })));
  // What comes after the answer, be it the end or an error, changes nothing any more.
  request.on("close", () => timer.cancel());
  request.end(body);
  return answered.promise;
}

/** Lets the rest of an answer go by; one that is too long is cut off. */
function passOver(response: IncomingMessage): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) response.destroy();
  });
  // The status is what counts, and it is there.
  response.on("error", () => {});
}

function reasonOf(url: string, error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return `${url} could not be reached: ${error.message || code || error.name}`;
}
