import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { CliError } from "./cli-error.ts";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const CURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Start it with: hearth up",
  ENOTFOUND: "Check the address in --endpoint or HEARTH_ENDPOINT",
};

/** One request and its whole answer. There is no time-out: an invocation may take as long as the function may. */
export function send({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === "https:" ? secureRequest : request;
    const outgoing = start(url, { method, headers: { ...headers, "Content-Length": String(body.length) } });
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("error", reject)
        .on("end", () => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
        });
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const cure = CURES[error.code ?? ""];
      reject(new CliError(`no Hearth answers at ${url.origin}: ${reason(error)}`, { cure, cause: error }));
    });
    outgoing.end(body);
  });
}

function reason(error: NodeJS.ErrnoException): string {
  return error.code === "ECONNREFUSED" ? "nobody listens there" : error.message || (error.code ?? "unknown");
}
