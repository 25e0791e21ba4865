import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pause } from "./hearth-process.ts";

export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A message of SNS as an endpoint reads it. */
export type SnsMessage = Readonly<Record<string, string>>;

const PATIENCE_MS = 30_000;

/** A real HTTP endpoint on a free port, which keeps what it is sent. */
export class HttpSubscriber {
  readonly url: string;
  readonly posts: Posted[] = [];
  /** With what it answers. */
  status = 200;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    server.on("request", (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        this.posts.push({ headers: request.headers, body });
        response.writeHead(this.status).end();
      });
    });
  }

  static async start(): Promise<HttpSubscriber> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new HttpSubscriber(server);
  }

  /** The messages that came, once they are as many. */
  async messages(count: number): Promise<readonly SnsMessage[]> {
    const end = Date.now() + PATIENCE_MS;
    while (this.posts.length < count) {
      if (Date.now() > end) throw new Error(`${this.posts.length} of ${count} messages came`);
      await pause(5);
    }
    return this.posts.map(({ body }) => JSON.parse(body) as SnsMessage);
  }

  /** Confirms the subscription as its first message asks. */
  async confirm(): Promise<void> {
    const [message] = await this.messages(1);
    const answer = await fetch(message?.["SubscribeURL"] ?? "");
    if (!answer.ok) throw new Error(await answer.text());
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
