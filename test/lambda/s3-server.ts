import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before } from "node:test";

/** A store that behaves like S3 as far as GetObject by path goes, over a real socket. */
export class S3Server {
  /** By `bucket/key`; the last of several versions is the newest, and its place is its id. */
  readonly objects: Map<string, readonly Uint8Array[]> = new Map();
  readonly buckets: Set<string> = new Set(["bucket"]);
  readonly #server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://host");
    const path = decodeURIComponent(url.pathname.slice(1));
    if (!this.buckets.has(path.split("/")[0] ?? ""))
      return response.writeHead(404).end(errorBody("NoSuchBucket", "The specified bucket does not exist"));
    const versions = this.objects.get(path);
    const version = url.searchParams.get("versionId") ?? String((versions?.length ?? 0) - 1);
    const content = versions?.[Number(version)];
    if (versions === undefined)
      return response.writeHead(404).end(errorBody("NoSuchKey", "The specified key does not exist."));
    if (content === undefined)
      return response.writeHead(404).end(errorBody("NoSuchVersion", "The specified version does not exist."));
    return response.writeHead(200, { "x-amz-version-id": version }).end(content);
  });

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function errorBody(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

/** A server for the tests of one file. */
export function useS3(): S3Server {
  const server = new S3Server();
  before(() => server.start());
  after(() => server.stop());
  return server;
}
